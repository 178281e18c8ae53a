import { z } from 'zod';
import { PolicyFileError } from './error.ts';

/**
 * The safetensors format: 8 bytes header length (little-endian), a JSON header { name: { dtype, shape, data_offsets } },
 * then the tensors' bytes, little-endian. `__metadata__` maps strings to strings.
 * https://huggingface.co/docs/safetensors, "Format". We write and read float32 only.
 */
export interface NamedTensor {
  name: string;
  shape: number[];
  data: Float32Array;
}

export interface TensorFile {
  metadata: Record<string, string>;
  tensors: NamedTensor[];
  /** The tensors' bytes, in the order of the file. */
  data: Uint8Array;
}

/** Far above any network we train; what is larger is not one of ours. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_HEADER_BYTES = 2 * 1024 * 1024;
const AGAIN = 'Download or export the policy again.';

const tensorSchema = z.strictObject({
  dtype: z.literal('F32', 'only F32 tensors are known'),
  shape: z.array(z.number().int().min(1).max(1_000_000)).min(1).max(4),
  data_offsets: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
});

export function encodeSafetensors(tensors: readonly NamedTensor[], metadata: Record<string, string>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const unpadded = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(unpadded.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start); // the header is padded with spaces
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(unpadded, 8);
  let at = start;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Read a file that may be damaged or made to harm; throws PolicyFileError with the reason. */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  if (bytes.length < 16 || bytes.length > MAX_FILE_BYTES) {
    throw new PolicyFileError('Policy file', `${bytes.length} bytes`, `16 to ${MAX_FILE_BYTES}`, AGAIN);
  }
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const room = Math.min(bytes.length - 8, MAX_HEADER_BYTES);
  if (length > room) {
    throw new PolicyFileError('Header length of the policy file', `${length} bytes`, `at most ${room}`, AGAIN);
  }
  const header = readHeader(bytes.subarray(8, 8 + length));
  const data = bytes.subarray(8 + length);
  const metadata = z.record(z.string(), z.string()).safeParse(header.__metadata__ ?? {});
  if (!metadata.success) {
    throw new PolicyFileError('Metadata of the policy file', 'other values', 'texts by name', AGAIN);
  }
  return { metadata: metadata.data, tensors: readTensors(header, data), data };
}

function readHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new PolicyFileError('Header of the policy file', 'bytes that are not JSON', 'a safetensors header', AGAIN);
  }
  if (header === null || typeof header !== 'object' || Array.isArray(header)) {
    // A list is not written out: one may lie so deep in others that writing it overflows the stack.
    const got = Array.isArray(header) ? 'a list' : JSON.stringify(header).slice(0, 40);
    throw new PolicyFileError('Header of the policy file', got, 'an object', AGAIN);
  }
  return header as Record<string, unknown>;
}

/** The tensors in the order of their bytes, which must fill the data without a gap or an overlap. */
function readTensors(header: Record<string, unknown>, data: Uint8Array): NamedTensor[] {
  const found = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const checked = found.map(([name, value]) => {
    const parsed = tensorSchema.safeParse(value);
    if (parsed.success) return { name, ...parsed.data };
    const [issue] = parsed.error.issues;
    const got = `${issue.path.join('.') || 'entry'}: ${issue.message}`;
    throw new PolicyFileError(`Tensor "${shown(name)}" of the policy file`, got, 'F32, a shape, two offsets', AGAIN);
  });
  checked.sort((a, b) => a.data_offsets[0] - b.data_offsets[0]);
  let at = 0;
  const tensors = checked.map(({ name, shape, data_offsets: [begin, end] }) => {
    const size = 4 * shape.reduce((product, n) => product * n, 1);
    if (begin !== at || end !== at + size || end > data.length) {
      const expected = `${at} to ${at + size} of ${data.length} bytes`;
      throw new PolicyFileError(`Place of tensor "${shown(name)}"`, `${begin} to ${end}`, expected, AGAIN);
    }
    at = end;
    return { name, shape, data: new Float32Array(data.slice(begin, end).buffer) };
  });
  if (at !== data.length) {
    throw new PolicyFileError('Tensors of the policy file', `${at} bytes`, `all ${data.length} bytes of data`, AGAIN);
  }
  return tensors;
}

const shown = (name: string): string => name.slice(0, 60);
