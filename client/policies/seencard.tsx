import { type Signal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { observe } from '../../shared/observation/observe.ts';
import { observationSize } from '../../shared/observation/spec.ts';
import { corners as cornersOf } from '../../shared/track/corners.ts';
import type { Track } from '../../shared/track/track.ts';
import { carOfHash } from '../../shared/vehicle/cars.ts';
import { fetchTrack } from '../connection/api.ts';
import { faultText } from '../connection/fault.ts';
import { byHeldTokens } from '../connection/held.ts';
import { fetchPolicyFile, type PolicyDetail } from '../connection/policies.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { RoadChart } from '../view/charts/roadchart.tsx';
import { linePath } from '../view/charts/roadscale.ts';
import { Failed, Loading } from '../view/loading.tsx';
import { Seen } from '../view/seen/seen.tsx';
import { useFetched } from '../view/usefetched.ts';
import { kernelBytes } from './kernels.ts';
import { momentAt, type Ride, rideOf } from './ride.ts';

const HEIGHT = 120;

/** What the policy sees round its track, at a place that one chooses, and what it does there. */
export function SeenCard({ policy }: { policy: PolicyDetail }) {
  const { state, retry } = useFetched(policy.id, async () => {
    const [track, kernels, file] = await Promise.all([
      fetchTrack(policy.trackId),
      kernelBytes(),
      byHeldTokens((token) => fetchPolicyFile(policy.id, token)),
    ]);
    return { track, ride: rideOf(file, track, kernels) };
  });
  const now = state.value;
  return (
    <Card title={t('policies.seenTitle')} icon="eye" aside={t('policies.seenAside')}>
      {now.at === 'loading' ? <Loading text={t('policies.riding')} /> : null}
      {now.at === 'failed' ? (
        <Failed title={t('policies.seenFailed')} detail={faultText(now.error)} onRetry={retry} />
      ) : null}
      {now.at === 'there' ? <Scrubbed {...now.value} policy={policy} /> : null}
    </Card>
  );
}

function Scrubbed({ track, ride, policy }: { track: Track; ride: Ride; policy: PolicyDetail }) {
  const cursor = useSignal(Math.round(track.length / 4));
  const moment = momentAt(ride, cursor.value);
  const vehicle = carOfHash(policy.manifest.vehicleHash)!;
  const numbers = useMemo(() => {
    const out = new Float32Array(observationSize(ride.observation));
    const alone = { cars: [], own: -1, done: moment.done };
    observe(ride.observation, track, vehicle, moment.state, out, 0, alone);
    return out;
  }, [ride, track, vehicle, moment]);
  const { steer, pedal } = moment.did;
  const { history, recurrent } = policy.manifest.network;
  return (
    <div data-testid="seen" data-metre={Math.round(moment.s)}>
      <Steering
        track={track}
        ride={ride}
        cursor={cursor}
        text={t('policies.seenAt', didValues(moment.s, steer, pedal))}
      />
      <p class="seen-did">
        {t('policies.seenAt', didValues(moment.s, steer, pedal))}{' '}
        {history || recurrent ? t('policies.seenEarlier') : ''}
      </p>
      <Seen spec={ride.observation} numbers={numbers} />
    </div>
  );
}

const didValues = (s: number, steer: number, pedal: number) => ({
  metres: Math.round(s),
  steer: steer.toFixed(2),
  pedal: pedal.toFixed(2),
});

/** Its steering along the lap, which is also where the place is chosen. */
function Steering(props: { track: Track; ride: Ride; cursor: Signal<number>; text: string }) {
  const { track, ride, cursor, text } = props;
  const corners = useMemo(() => cornersOf(track), [track]);
  return (
    <RoadChart
      length={track.length}
      corners={corners}
      height={HEIGHT}
      cursor={cursor}
      label={t('policies.seenSlider')}
      valueText={text}
      named
      rules={({ top, bottom }) => [
        { y: top, text: t('policies.left') },
        { y: (top + bottom) / 2, text: '0' },
        { y: bottom, text: t('policies.right') },
      ]}
    >
      {({ top, bottom }, x) => (
        <path
          class="clone-line"
          d={linePath(
            ride.moments.map(({ s, did }) => ({ x: x(s), y: (top + bottom) / 2 - (did.steer * (bottom - top)) / 2 })),
          )}
        />
      )}
    </RoadChart>
  );
}
