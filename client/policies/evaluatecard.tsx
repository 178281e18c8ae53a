import { useSignal } from '@preact/signals';
import type { PolicyDetail } from '../connection/policies.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Field } from '../view/field.tsx';
import { Segmented } from '../view/segmented.tsx';
import { showUnderWay } from './jobcards.tsx';
import { Tick } from './tick.tsx';
import { judge } from './training.ts';
import { ownerText, shortName } from './words.ts';

/** Starts, each driven for LAPS laps. */
const ROLLOUTS = ['10', '20', '50', '100'] as const;
const LAPS = 3;

interface EvaluateCardProps {
  policy: PolicyDetail;
  tracks: readonly TrackSummary[];
  /** It was never judged. */
  first: boolean;
}

/** Have it judged: as all others are, with pushes, among slower cars, or somewhere it never learned. */
export function EvaluateCard({ policy, tracks, first }: EvaluateCardProps) {
  const rollouts = useSignal<(typeof ROLLOUTS)[number]>('20');
  const kicks = useSignal(false);
  const traffic = useSignal(false);
  const trackId = useSignal(policy.trackId);
  const busy = useSignal(false);
  const ask = async (): Promise<void> => {
    busy.value = true;
    const wish = { policyId: policy.id, rollouts: Number(rollouts.value), laps: LAPS, trackId: trackId.value };
    const name = `${ownerText(policy)}, ${shortName(policy.manifest)}`;
    await judge({ ...wish, kicks: kicks.value, traffic: traffic.value }, { trackId: policy.trackId, name });
    busy.value = false;
    showUnderWay();
  };
  return (
    <Card title={t(first ? 'policies.judgeFirst' : 'policies.judgeAgain')} icon="wheel" class="evaluate-card">
      <div class="evaluate-form">
        <Segmented
          label={t('policies.starts', { laps: LAPS })}
          labelled
          options={ROLLOUTS.map((value) => ({ value, label: value }))}
          value={rollouts.value}
          onChange={(value) => (rollouts.value = value)}
        />
        <Field label={t('policies.onTrack')}>
          {(id) => (
            <select id={id} value={trackId.value} onChange={(event) => (trackId.value = event.currentTarget.value)}>
              {tracks.map((track) => (
                <option key={track.id} value={track.id}>
                  {track.names[language.value]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Tick
          checked={kicks.value}
          name={t('policies.kicks')}
          means={t('policies.kicksMeans')}
          onChange={(on) => (kicks.value = on)}
        />
        <Tick
          checked={traffic.value}
          name={t('policies.amongCars')}
          means={t('policies.amongCarsMeans')}
          onChange={(on) => (traffic.value = on)}
        />
        <Button
          icon="play"
          kind={first ? 'primary' : 'outlined'}
          disabled={busy.value}
          onClick={() => void ask()}
          testId="evaluate"
        >
          {t('policies.judge')}
        </Button>
      </div>
    </Card>
  );
}
