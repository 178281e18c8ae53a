import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What goes into the page. */
const SOURCES = ['client', 'shared', 'assets', 'package-lock.json'];
const OUTPUTS = /(^|\/)(dist|build|node_modules)(\/|$)/;

/**
 * Build the page if it is missing or older than anything that goes into it; `tell` hears that it takes a moment.
 * Returns the folder with `index.html`.
 */
export async function builtPage(root: string, tell: (line: string) => void): Promise<string> {
  const dist = join(root, 'client/dist');
  const index = join(dist, 'index.html');
  if (existsSync(index) && statSync(index).mtimeMs >= newest(root)) return dist;
  tell('Building the page, which takes a few seconds …');
  const { build } = await import('vite');
  await build({ configFile: join(root, 'client/vite.config.ts'), logLevel: 'warn' });
  return dist;
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
