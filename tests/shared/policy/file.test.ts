import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PolicyFileError } from '../../../shared/policy/error.ts';
import { checkPolicyFits, decodePolicy, encodePolicy } from '../../../shared/policy/file.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../shared/policy/safetensors.ts';
import { madePolicy } from './fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: forgeries know no types
type Loose = Record<string, any>;
const policy = madePolicy(1);
const file = encodePolicy(policy.manifest, policy.weights);

test('a policy comes back as it was, from any place in a larger buffer', () => {
  expect(decodePolicy(file)).toEqual(policy);
  const larger = new Uint8Array(file.length + 3);
  larger.set(file, 3);
  expect(decodePolicy(larger.subarray(3))).toEqual(policy);
});

test('the bytes are safetensors: length, JSON header, tensors end to end', () => {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  expect((8 + length) % 8).toBe(0);
  expect(header['layers.0.weight']).toEqual({ dtype: 'F32', shape: [23, 16], data_offsets: [0, 4 * 23 * 16] });
  expect(header['layers.2.bias'].data_offsets[1]).toBe(file.length - 8 - length);
  expect(JSON.parse(header.__metadata__.manifest).samples).toEqual({ human: 7000, recovery: 6500 });
});

test('no change of bytes does more than a refusal with a reason', () => {
  const change = fc.record({ at: fc.nat(file.length - 1), value: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.option(fc.nat(file.length)), (changes, cut) => {
      const bytes = file.slice(0, cut ?? undefined);
      for (const { at, value } of changes) bytes[at] = value;
      try {
        expect(decodePolicy(bytes)).toEqual(policy);
      } catch (error) {
        expect(error).toBeInstanceOf(PolicyFileError);
      }
    }),
    { numRuns: 500 },
  );
});

test('any bytes and any JSON header are refused in words', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => decodePolicy(bytes)).toThrow(PolicyFileError);
    }),
  );
  fc.assert(
    fc.property(fc.json(), (json) => {
      const header = new TextEncoder().encode(json);
      const bytes = new Uint8Array(16 + header.length);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
      bytes.set(header, 8);
      expect(() => decodePolicy(bytes)).toThrow(PolicyFileError);
    }),
  );
});

test('lists in lists, deeper than anything can be written out, are refused in words too', () => {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  const header = new TextEncoder().encode(deep);
  const bytes = new Uint8Array(16 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  expect(() => decodePolicy(bytes)).toThrow(PolicyFileError);
  for (const manifest of [`{"format":${deep}}`, `{"format":1,"observation":{"version":${deep}}}`, deep]) {
    const sha256 = createHash('sha256').update(manifest).digest('hex');
    const told = encodeSafetensors([], { product: 'mimic-gp-policy', manifest, sha256 });
    expect(() => decodePolicy(told)).toThrow(PolicyFileError);
  }
});

/** The file again with one thing changed in header, metadata or manifest, its digest made to fit. */
function forged(change: (manifest: Loose, weights: Float32Array) => void): Uint8Array {
  const manifest = structuredClone(policy.manifest) as Loose;
  const weights = policy.weights.slice();
  change(manifest, weights);
  const { metadata, tensors } = decodeSafetensors(file);
  const text = JSON.stringify(manifest);
  const digest = createHash('sha256').update(text).update(new Uint8Array(weights.buffer)).digest('hex');
  let at = 0;
  const changed = tensors.map((tensor) => {
    const data = weights.slice(at, at + tensor.data.length);
    at += tensor.data.length;
    return { ...tensor, data };
  });
  return encodeSafetensors(changed, { ...metadata, manifest: text, sha256: digest });
}

test.each([
  ['another observation version', /Observation version.*got 2, expected 1/, (m: Loose) => (m.observation.version = 2)],
  ['another format', /Format.*got 9/, (m: Loose) => (m.format = 9)],
  ['a missing field', /physics/, (m: Loose) => delete m.physics],
  ['another network than its tensors', /Tensor 2/, (m: Loose) => (m.network.hidden = [16, 17])],
  ['another head than its outputs', /Outputs/, (m: Loose) => (m.head = HEADS['squared-error'])],
  ['a short normaliser', /normaliser/, (m: Loose) => m.normaliser.mean.pop()],
  ['a scale of nothing', /normaliser.scale/, (m: Loose) => (m.normaliser.scale[0] = 0)],
  ['a network beyond bounds', /network.hidden/, (m: Loose) => (m.network.hidden = [1e9])],
  ['a weight that is no number', /Weight 5 .*NaN/, (_: Loose, w: Float32Array) => (w[5] = Number.NaN)],
])('%s is refused', (_, reason, change) => {
  expect(() => decodePolicy(forged(change))).toThrow(PolicyFileError);
  expect(() => decodePolicy(forged(change))).toThrow(reason);
});

test('tensors that overlap, leave a gap or are not float32 are refused', () => {
  const withHeader = (change: (header: Loose) => void): Uint8Array => {
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    change(header);
    const text = new TextEncoder().encode(JSON.stringify(header));
    const bytes = new Uint8Array(8 + text.length + file.length - 8 - length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(text, 8);
    bytes.set(file.subarray(8 + length), 8 + text.length);
    return bytes;
  };
  const broken = (change: (header: Loose) => void) => () => decodePolicy(withHeader(change));
  expect(broken((h) => (h['layers.1.weight'].data_offsets[0] -= 4))).toThrow(/Place of tensor/);
  expect(broken((h) => (h['layers.2.bias'].data_offsets = [0, 168]))).toThrow(/Place of tensor/);
  expect(broken((h) => delete h['layers.2.bias'])).toThrow(/all \d+ bytes/);
  expect(broken((h) => (h['layers.0.weight'].dtype = 'F64'))).toThrow(/F32/);
  expect(broken((h) => (h['layers.0.weight'].shape = [23, 16.5]))).toThrow(/shape/);
  expect(broken((h) => (h.__metadata__ = { manifest: 3 }))).toThrow(/Metadata/);
  expect(broken((h) => (h.__metadata__.product = 'other'))).toThrow(/Mimic GP/);
});

test('files beyond any size are refused unread', () => {
  expect(() => decodePolicy(new Uint8Array(17 * 1024 * 1024))).toThrow(/16777216/);
});

test('a policy of other physics, for another car or with other eyes does not drive', () => {
  const { manifest } = policy;
  const here = { physics: 1, vehicleHash: manifest.vehicleHash, observation: manifest.observation };
  expect(() => checkPolicyFits(manifest, here)).not.toThrow();
  expect(() => checkPolicyFits(manifest, { ...here, physics: 2 })).toThrow(/physics 1, expected physics 2/);
  expect(() => checkPolicyFits(manifest, { ...here, vehicleHash: 'c'.repeat(64) })).toThrow(/another car/);
  const rays = { version: 1 as const, blocks: ['rangeFinder' as const] };
  expect(() => checkPolicyFits(manifest, { ...here, observation: rays })).toThrow(/eyes for trackFeatures/);
});
