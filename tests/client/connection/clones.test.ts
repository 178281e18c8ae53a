import { expect, test } from 'vitest';
import { clonesOn, newestPairs } from '../../../client/connection/clones.ts';
import type { PolicyReply } from '../../../client/connection/replies.ts';

const policy = (id: string, trackId: string, datasetId: string, kind: 'copy' | 'coached') =>
  ({ id, trackId, datasetId, driverId: 'd', createdAt: '', manifest: { kind } }) as PolicyReply;

test('a pair is of one dataset: a newer copy does not stand beside an older coached clone', () => {
  // Newest first, as the server lists them.
  const pairs = newestPairs([
    policy('p6', 'oval', 'ds2', 'coached'),
    policy('p5', 'oval', 'ds2', 'copy'),
    policy('p4', 'technical', 'ds3', 'copy'),
    policy('p3', 'oval', 'ds1', 'coached'),
    policy('p2', 'technical', 'ds0', 'coached'),
  ]);
  expect(pairs.map((pair) => pair.trackId)).toEqual(['oval', 'technical']);
  expect(pairs[0]!.policies).toMatchObject({ coached: { id: 'p6' }, copy: { id: 'p5' } });
  expect(pairs[1]!.policies.coached).toBeUndefined();
});

test('clones on a track come coached first, and a track without any has none', () => {
  const policies = [policy('p2', 'oval', 'ds1', 'copy'), policy('p1', 'oval', 'ds1', 'coached')];
  expect(clonesOn(policies, 'oval').map(({ id }) => id)).toEqual(['p1', 'p2']);
  expect(clonesOn(policies, 'technical')).toEqual([]);
});
