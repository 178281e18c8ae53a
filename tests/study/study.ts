import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run study -- NAME [--json]`: run an experiment, keep its figures and its page in results/.
 *
 * A study takes minutes and both cores. Results are stored whatever they say; a bar that does not hold is no failure of
 * the command.
 */
interface Study {
  result: unknown;
  page: string;
  bars: readonly { what: string; bar: string; shown: string; holds: boolean }[];
}

const STUDIES: Record<string, (tell: (line: string) => void) => Promise<Study>> = {
  clone: async (tell) => {
    const [{ studyClone }, { clonePage }] = await Promise.all([import('./clone.ts'), import('./page.ts')]);
    const result = await studyClone(tell);
    return { result, page: clonePage(result), bars: result.bars };
  },
  follow: async (tell) => {
    const [{ studyFollow }, { followPage }] = await Promise.all([import('./follow.ts'), import('./followpage.ts')]);
    const result = await studyFollow(tell);
    return { result, page: followPage(result), bars: result.bars };
  },
};

const words = process.argv.slice(2);
const json = words.includes('--json');
const name = words.find((word) => !word.startsWith('--')) ?? '';
const study = STUDIES[name];
if (study === undefined) {
  console.error(`No study "${name}". There are ${Object.keys(STUDIES).join(', ')}.`);
  process.exit(1);
}

const { result, page, bars } = await study((line) => console.error(line));
const folder = join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
writeFileSync(join(folder, `${name}.md`), page);
if (json) console.log(JSON.stringify(result, null, 2));
else
  for (const { what, bar, shown, holds } of bars)
    console.log(`${holds ? 'held    ' : 'NOT HELD'} ${what}: ${shown} (${bar})`);
process.exit(0);
