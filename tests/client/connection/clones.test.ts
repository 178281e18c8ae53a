import { expect, test } from 'vitest';
import { clonesOn, newestPairs } from '../../../client/connection/clones.ts';
import type { PolicyReply } from '../../../client/connection/replies.ts';
import { KART } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER, vehicleHash } from '../../../shared/vehicle/spec.ts';

const policy = (id: string, trackId: string, datasetId: string, kind: 'copy' | 'coached', car = CLUB_RACER) =>
  ({
    ...{ id, trackId, datasetId, driverId: 'd', createdAt: '' },
    manifest: { kind, vehicleHash: vehicleHash(car) },
  }) as PolicyReply;

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
  expect(clonesOn(policies, 'oval', CLUB_RACER.id).map(({ id }) => id)).toEqual(['p1', 'p2']);
  expect(clonesOn(policies, 'technical', CLUB_RACER.id)).toEqual([]);
});

test('a clone is listed for the car it learned, and a newer one of another car does not hide it', () => {
  const policies = [policy('p2', 'oval', 'ds2', 'copy', KART), policy('p1', 'oval', 'ds1', 'copy')];
  expect(clonesOn(policies, 'oval', CLUB_RACER.id).map(({ id }) => id)).toEqual(['p1']);
  expect(clonesOn(policies, 'oval', KART.id).map(({ id }) => id)).toEqual(['p2']);
  expect(clonesOn(policies, 'oval', 'gt')).toEqual([]);
});
