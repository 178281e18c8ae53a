import { execFile } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What goes into the page. */
const SOURCES = ['client', 'shared', 'assets', 'package-lock.json'];
const OUTPUTS = ['dist', 'build', 'node_modules'];

/**
 * Build the page if it is missing or older than anything that goes into it; `tell` hears that it takes a moment.
 * Returns the folder with `index.html`.
 *
 * Vite runs in a process of its own (it would keep 300 MB here) and writes beside the page, which is then swapped, so
 * that servers which start together do not spoil each other's.
 */
export async function builtPage(root: string, tell: (line: string) => void): Promise<string> {
  const dist = join(root, 'client/dist');
  const index = join(dist, 'index.html');
  if (existsSync(index) && statSync(index).mtimeMs >= newest(root)) return dist;
  tell('Building the page, which takes a few seconds …');
  const fresh = join(root, `client/build/page-${process.pid}`);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const config = join(root, 'client/vite.config.ts');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', config, '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'],
    // Under any other name vite builds for developers: larger, slower, with paths of this machine in it.
    { env: { ...process.env, NODE_ENV: 'production' } },
  );
  swap(fresh, dist);
  return dist;
}

function swap(fresh: string, dist: string): void {
  const old = `${fresh}-old`;
  // Another server may be quicker by a moment with either step; its page is as new.
  try {
    if (existsSync(dist)) renameSync(dist, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  try {
    renameSync(fresh, dist);
  } catch (error) {
    if (!existsSync(join(dist, 'index.html'))) throw error;
  }
  rmSync(old, { recursive: true, force: true });
  rmSync(fresh, { recursive: true, force: true });
}

/** When the newest source was last changed. Not a look at what is built: another server may be at it. */
function newest(root: string): number {
  return Math.max(...SOURCES.map((source) => newestIn(join(root, source))));
}

function newestIn(path: string): number {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (found.isFile()) return found.mtimeMs;
  const sources = readdirSync(path).filter((name) => !OUTPUTS.includes(name));
  return Math.max(0, ...sources.map((name) => newestIn(join(path, name))));
}
