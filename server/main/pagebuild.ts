import { execFile } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What goes into the page. */
const SOURCES = ['client', 'shared', 'assets', 'package-lock.json'];
const OUTPUTS = /(^|\/)(dist|build|node_modules)(\/|$)/;

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
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  } catch (error) {
    // Another server was quicker by a moment; its page is as new.
    if (!existsSync(join(dist, 'index.html'))) throw error;
  }
  rmSync(old, { recursive: true, force: true });
  rmSync(fresh, { recursive: true, force: true });
}

/** When the newest source was last changed. */
function newest(root: string): number {
  const times = SOURCES.flatMap((source) => {
    const path = join(root, source);
    if (!existsSync(path)) return [];
    if (statSync(path).isFile()) return [statSync(path).mtimeMs];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !OUTPUTS.test(join(entry.parentPath.slice(root.length), entry.name)))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  });
  return Math.max(0, ...times);
}
