import { expect, test } from 'vitest';
import { RecordedTicks, type RecordStanding } from '../../../server/race/recording.ts';

function watched(ticks: RecordedTicks, raceId: string): RecordStanding[] {
  const heard: RecordStanding[] = [];
  ticks.watch(raceId, (standing) => heard.push({ ...standing }));
  return heard;
}

const stand = (recordedTick: number, recorder: RecordStanding['recorder'], lostTicks = 0) => ({
  ...{ recordedTick, recorder, lostTicks },
});

test('a race hears of its own ticks alone, and of the disk with all the others', () => {
  const ticks = new RecordedTicks();
  const [one, two] = [watched(ticks, 'r-1'), watched(ticks, 'r-2')];
  ticks.committed('r-1', 60, 0);
  ticks.turned({ kind: 'retrying', message: 'database is locked' });
  ticks.committed('r-1', 120, 0);
  ticks.turned({ kind: 'recording', message: 'again' });
  expect(one).toEqual([stand(59, 'recording'), stand(59, 'retrying'), stand(119, 'retrying'), stand(119, 'recording')]);
  expect(two).toEqual([stand(-1, 'retrying'), stand(-1, 'recording')]);
});

test('ticks in a gap are never acknowledged, and those behind it neither: the last word stays the last that holds', () => {
  const ticks = new RecordedTicks();
  const heard = watched(ticks, 'r-1');
  ticks.committed('r-1', 300, 0);
  ticks.turned({ kind: 'retrying', message: 'full' });
  ticks.turned({ kind: 'lost', raceId: 'r-1', message: 'full for too long' });
  ticks.turned({ kind: 'recording', message: 'again' });
  ticks.committed('r-1', 360, 0);
  ticks.committed('r-1', 900, 480);
  ticks.committed('r-1', 960, 480);
  expect(heard).toEqual([
    stand(299, 'recording'),
    stand(299, 'retrying'),
    stand(299, 'lost'),
    stand(299, 'lost'),
    stand(359, 'lost'),
    stand(359, 'recording', 480),
    stand(359, 'recording', 480),
  ]);
});

test('whoever opens a race while the recorder is started again is told at once', () => {
  const ticks = new RecordedTicks();
  ticks.turned({ kind: 'stopped', message: 'its thread died' });
  const heard = watched(ticks, 'r-1');
  ticks.turned({ kind: 'recording', message: 'again' });
  expect(heard).toEqual([stand(-1, 'stopped'), stand(-1, 'recording')]);
});
