import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bar } from './page.ts';

/**
 * `npm run study -- NAME [--json]`: run an experiment, keep its figures and its page in results/.
 *
 * A study is a folder with a file of the same name, which gives `run`. It takes minutes and both cores. Results are stored
 * whatever they say; a bar that does not hold is no failure of the command.
 */
export interface Study {
  /** Everything that was found, as results/NAME.json keeps it. */
  result: unknown;
  /** results/NAME.md */
  page: string;
  bars: readonly Bar[];
}

/** Each study's folder. */
const here = import.meta.dirname;
const fileOf = (name: string): string => join(here, name, `${name}.ts`);
const studies = readdirSync(here).filter((name) => existsSync(fileOf(name)));

const words = process.argv.slice(2);
const json = words.includes('--json');
const name = words.find((word) => !word.startsWith('--')) ?? '';
if (!studies.includes(name)) {
  console.error(`No study "${name}". There are ${studies.join(', ')}.`);
  process.exit(1);
}

const { run } = (await import(fileOf(name))) as { run(tell: (line: string) => void): Promise<Study> };
const { result, page, bars } = await run((line) => console.error(line));
const folder = join(here, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
writeFileSync(join(folder, `${name}.md`), page);
if (json) console.log(JSON.stringify(result, null, 2));
else
  for (const { what, bar, shown, holds } of bars)
    console.log(`${holds ? 'held    ' : 'NOT HELD'} ${what}: ${shown} (${bar})`);
process.exit(0);
