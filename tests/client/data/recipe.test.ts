import { describe, expect, test } from 'vitest';
import {
  choosableOf,
  draftOf,
  LIMIT_FIELDS,
  LIMITS,
  type RecipeDraft,
  requestOf,
  settled,
} from '../../../client/data/recipedraft.ts';
import { revisionOf } from '../../../client/data/userevision.ts';
import { type DatasetReply, datasetRequestSchema } from '../../../shared/wire/datasets.ts';

const draft: RecipeDraft = draftOf({ order: 'newest' }, 'oval', undefined, ' Oval laps ');

describe('the recipe form', () => {
  test('begins with what the table shows', () => {
    const from = draftOf({ driver: 'd-1', style: 'stick', traffic: true, order: 'idle' }, 'oval', 'kart', 'x');
    expect(from).toMatchObject({ whose: 'one', driver: 'd-1', style: 'stick', inTraffic: true, car: 'kart' });
    expect(draftOf({ kind: 'human', order: 'newest' }, 'oval', undefined, 'x').whose).toBe('human');
  });

  test('makes a request that the server takes, with any of its limits', () => {
    const limits = Object.fromEntries(LIMITS.map((name) => [name, LIMIT_FIELDS[name].start]));
    const taken = datasetRequestSchema.safeParse(requestOf({ ...draft, limits }, ['d-1']));
    expect(taken.error).toBeUndefined();
    expect(taken.data).toMatchObject({
      name: 'Oval laps',
      recipe: { trackId: 'oval', drivers: ['d-1'], quality: { maxIdleShare: 0.25, maxLatencyMs: 150, slowest: 1.3 } },
    });
  });

  test('never contradicts itself', () => {
    const torn: RecipeDraft = {
      ...draft,
      style: 'keys',
      balance: 'styles',
      split: 'frames',
      heldOut: [{ episodeId: 'ep', number: 1 }],
    };
    expect(datasetRequestSchema.safeParse(requestOf(torn, [])).error).toBeUndefined();
    expect(settled(torn)).toMatchObject({ balance: 'none', split: 'whole' });
  });

  test('counts what there is to choose from by the same questions', () => {
    expect(choosableOf({ ...draft, whose: 'scripted', clean: false })).toMatchObject({
      track: 'oval',
      kind: 'scripted',
      clean: undefined,
    });
  });
});

describe('the next version', () => {
  const dataset = {
    id: 'ds_1',
    name: 'Workshop',
    laps: [1, 2, 3].map((lap) => ({ episodeId: 'ep', driverId: 'd-1', lap })),
  } as DatasetReply;
  const picked = [{ episodeId: 'ep', number: 2 }];
  const lapsOf = (act: 'without' | 'only' | 'holdOut') => {
    const request = datasetRequestSchema.parse(revisionOf(dataset, act, picked));
    expect(request).toMatchObject({ name: 'Workshop', combine: { operation: 'subset', of: ['ds_1'] } });
    return request.combine!;
  };

  test('is this one without the picked laps, or of them alone', () => {
    expect(lapsOf('without').laps?.map(({ number }) => number)).toEqual([1, 3]);
    expect(lapsOf('only').laps?.map(({ number }) => number)).toEqual([2]);
  });

  test('keeps all its laps when some are held out', () => {
    const { laps, recipe } = lapsOf('holdOut');
    expect(laps).toHaveLength(3);
    expect(recipe?.heldOut).toEqual(picked);
    expect(recipe).toMatchObject({ clean: false, inTraffic: true, marks: 'ignore' });
  });
});
