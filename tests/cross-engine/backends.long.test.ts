import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_ERROR } from '../../shared/training/arithmetic.ts';
import { CHROMIUM, noBrowser } from '../journey/browser.ts';

const here = new URL('.', import.meta.url).pathname;
/** Graphics by SwiftShader, a program: what is told of numbers on WebGL and WebGPU, on any machine and slowly. */
const IMITATED = [
  ...['--no-sandbox', '--disable-quic', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  ...['--enable-features=Vulkan', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
];
const TYPES: Record<string, string> = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };

let server: Server;
let url = '';

beforeAll(async () => {
  const built = await build({
    ...{ configFile: false, root: here, logLevel: 'error' },
    build: {
      ...{ write: false, target: 'esnext', assetsInlineLimit: 0, modulePreload: false },
      rolldownOptions: { input: join(here, 'backendpage.ts'), output: { entryFileNames: 'page.js' } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!('output' in output)) throw new Error('Vite watched instead of building; expected one bundle.');
  const files = new Map<string, string | Uint8Array>([
    ['/', '<!doctype html><body><script type="module" src="/page.js"></script>'],
    ...output.output.map(
      (part) => [`/${part.fileName}`, part.type === 'chunk' ? part.code : part.source] as [string, string],
    ),
  ]);
  server = createServer((request, response) => {
    const file = files.get(request.url ?? '/');
    const ending = request.url === '/' ? 'html' : (request.url?.split('.').at(-1) ?? '');
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': TYPES[ending] ?? 'text/plain' });
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());

test.skipIf(noBrowser !== null)(
  'three steps of training come out right on WebAssembly, WebGL and WebGPU',
  async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: IMITATED });
    try {
      const page = await browser.newPage();
      await page.goto(url);
      await page.locator('body[data-found]').waitFor({ timeout: 240_000, state: 'attached' });
      const found = await page.evaluate(() => JSON.parse(document.body.dataset.found!));
      expect(found.wasm).toBeLessThan(MOST_ERROR / 10);
      expect(found.webgl).toBeLessThan(MOST_ERROR / 10);
      // A machine without Vulkan has no adapter, imitated or not; what there is has to be right.
      if (typeof found.webgpu === 'string') expect(found.webgpu).toMatch(/no graphics processor|navigator\.gpu/);
      else expect(found.webgpu).toBeLessThan(MOST_ERROR / 10);
    } finally {
      await browser.close();
    }
  },
  900_000,
);
