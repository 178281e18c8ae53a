import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, expect, test } from 'vitest';
import { addInteractiveVerb } from '../../../server/cli/interactive.ts';
import { addJudgingVerbs } from '../../../server/cli/judging.ts';
import { addLearningVerbs } from '../../../server/cli/learning.ts';
import { addSweepVerb } from '../../../server/cli/sweep.ts';
import { CommandError } from '../../../server/cli/terminal.ts';
import { addTuning, tuningOf } from '../../../server/cli/tuning.ts';

const folder = mkdtempSync(join(tmpdir(), 'mimic-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The command line in this process, on no data. */
function mimic(words: string): Promise<Command> {
  const program = new Command('mimic').option('--json').option('--data-dir <folder>').exitOverride();
  for (const add of [addLearningVerbs, addSweepVerb, addInteractiveVerb, addJudgingVerbs]) add(program);
  return program.parseAsync(['--data-dir', folder, ...words.split(' ')], { from: 'user' });
}

test.each([
  ['train --resume run-1 --steps 500', '--steps: got it with --resume'],
  ['train --resume run-1 --no-recovery', '--no-recovery: got it with --resume'],
  ['train --dataset im-1 --encoder gru', '--encoder: got it with a set without physics, which takes --dataset, --head'],
  ['train --dataset ds-1 --chunk-drive commit', 'Got --chunk-drive without --chunk'],
  ['sweep --dataset ds-1 --over steps=50,100 --steps 60', '--steps: got it beside --over'],
  ['sweep --dataset ds-1 --over warm-up=5,10 --warm-up 6', '--warm-up: got it beside --over'],
  ['dagger --dataset ds-1 --laps 4', '--laps: got it with --dataset'],
  ['dagger --dataset ds-1 --car kart', '--car: got it with --dataset'],
  ['dagger --track oval --reaction 0.5', '--reaction: got it without --gated'],
  ['dagger --track oval --gated --beta 0.5', '--beta: got it with --gated'],
  ['evaluate --policy p-1 --language ko', '--language: got it without --report'],
  ['compare --policies p-1 --language ko', '--language: got it without --report'],
  ['compare --policies way=', '--policies: got "way="'],
  ['compare --policies =p-1', '--policies: got "=p-1"'],
])('"%s" is refused: an option that would say nothing', async (words, reason) => {
  const refused = await mimic(words).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(CommandError);
  expect((refused as CommandError).message.slice(0, reason.length)).toBe(reason);
});

test('an empty text is no whole number', async () => {
  await expect(mimic('train --dataset ds-1 --seed ')).rejects.toThrow('--seed: got ""');
});

test('gradients are not clipped where "none" says so', () => {
  const tuned = (...words: string[]) =>
    tuningOf(
      addTuning(new Command())
        .parse(['--batch', '64', ...words], { from: 'user' })
        .opts(),
    ).tuning;
  expect(tuned('--clip', 'none')).toEqual({ batch: 64, clip: null });
  expect(tuned('--clip', '0.5')).toEqual({ batch: 64, clip: 0.5 });
  expect(tuned()).toEqual({ batch: 64 });
});
