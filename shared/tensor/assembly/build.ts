/**
 * `node shared/tensor/assembly/build.ts` compiles the kernels to `shared/tensor/build/gemm-{plain,relaxed}.wasm`.
 *
 * npm runs it as `prepare`. It does nothing when a digest of the sources, this script and the compiler's version stands
 * beside the binaries already. The plain form runs on every engine with SIMD and gives the same bits on all; the
 * relaxed form fuses multiply and add where the processor can.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const output = fileURLToPath(new URL('../build/', import.meta.url));
const FORMS = {
  plain: ['--enable', 'simd'],
  relaxed: ['--enable', 'simd', '--enable', 'relaxed-simd'],
};

function digest(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(here).sort()) hash.update(name).update(readFileSync(`${here}${name}`));
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/package.json');
  return hash.update(JSON.parse(readFileSync(compiler, 'utf8')).version).digest('hex');
}

function upToDate(stamp: string): boolean {
  try {
    for (const form of Object.keys(FORMS)) readFileSync(`${output}gemm-${form}.wasm`);
    return readFileSync(`${output}digest`, 'utf8') === stamp;
  } catch {
    return false;
  }
}

/** Compile one form. The stub runtime never allocates; the memory comes from whoever instantiates the module. */
async function compile(form: keyof typeof FORMS): Promise<void> {
  const { main } = await import('assemblyscript/asc');
  const { error, stderr } = await main(
    ['gemm.ts', '--baseDir', here, '-O3', '--noAssert', '--runtime', 'stub', '--importMemory', ...FORMS[form], '--outFile', `${form}.wasm`],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(`${base}/${name}`, 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (_name, contents) => writeFileSync(`${output}gemm-${form}.wasm`, contents),
    },
  );
  if (error) throw new Error(`The ${form} kernels do not compile: ${error.message}\n${stderr.toString()}`);
}

const stamp = digest();
if (!upToDate(stamp)) {
  mkdirSync(output, { recursive: true });
  await compile('plain');
  await compile('relaxed');
  writeFileSync(`${output}digest`, stamp);
}
