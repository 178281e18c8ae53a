import { expect, test } from 'vitest';
import { parameterCount } from '../../../shared/policy/network.ts';
import { TRAINING } from '../../../shared/training/settings.ts';
import { excessOf, MOST_WORK, workOf } from '../../../shared/training/work.ts';
import { policyRequestSchema } from '../../../shared/wire/api.ts';

const usual = { encoder: 'features', sees: 'road', seeds: 4 } as const;
const huge = { hidden: [512, 512, 512, 512], batch: 1024 };
const request = { datasetId: 'ds-1', head: 'bins', encoder: 'features' };

test('the work of a training is that of its matrices, each sample through each of them', () => {
  const hidden = [128, 128];
  const weights = parameterCount({ inputs: 64, hidden, outputs: 64, activation: 'relu' }) - 128 - 128 - 64;
  expect(workOf(usual)).toBe(4 * TRAINING.steps * TRAINING.batch * weights);
  expect(workOf({ ...usual, steps: 10, tuning: { batch: 8 } })).toBe(4 * 10 * 8 * weights);
});

test('whatever a page can ask for is trained; the most of everything at once is refused before it waits in a queue', () => {
  expect(workOf({ ...usual, seeds: 8, steps: 10_000 })).toBeLessThan(MOST_WORK);
  expect(excessOf({ ...usual, tuning: huge, steps: 500 })).toBeNull();
  expect(excessOf({ ...usual, seeds: 8, steps: 20_000, tuning: huge })).toMatch(/got \d+ times the work .*Take fewer/);
  const asked = policyRequestSchema.safeParse({ ...request, seeds: 8, budget: { steps: 20_000 }, tuning: huge });
  expect(asked.error?.issues).toMatchObject([{ path: ['tuning'], message: expect.stringContaining('Take fewer') }]);
  expect(policyRequestSchema.safeParse({ ...request, seeds: 8, budget: { steps: 20_000 } }).success).toBe(true);
});
