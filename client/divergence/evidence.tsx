import { CLONE_KINDS } from '../connection/clones.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { deviationOf } from '../view/charts/deviation.ts';
import { signedSeconds } from '../view/charts/timegap.tsx';
import { sampleAt, sideText } from './comparison.ts';
import { Fact } from './mapcard.tsx';
import type { PartingView } from './view.ts';
import { percent, placeOf } from './words.ts';

/** What stands beside the pictures: the numbers at the cursor, how alike, and what all of it rests on. */
export function Evidence(view: PartingView) {
  return (
    <div class="parting-evidence">
      <AtCursor {...view} />
      <Fidelity {...view} />
      <Ground {...view} />
    </div>
  );
}

function AtCursor({ comparison, whose, shown, corners, cursor, kind }: PartingView) {
  const s = cursor.value;
  const sample = sampleAt(shown.samples, s);
  const text = (offset: number) => sideText(offset, t('divergence.l'), t('divergence.r'));
  return (
    <Card title={t('divergence.atMetre', { metres: s })} aside={placeOf(corners, s, comparison.track.length)}>
      <dl class="facts">
        <Fact name={t(`divergence.${whose}.line`)} value={text(sample.mean)} />
        {CLONE_KINDS.filter((clone) => comparison.partings[clone]).map((clone) => (
          <Fact
            key={clone}
            name={t(`divergence.${clone}`)}
            value={text(sampleAt(comparison.partings[clone]!.samples, s).clone)}
          />
        ))}
        <Fact
          name={t('divergence.apart', { clone: t(`divergence.${kind}`) })}
          value={`${Math.abs(deviationOf(sample)).toFixed(1)}σ`}
        />
        <Fact name={t('divergence.timeGap')} value={`${signedSeconds(sample.timeGapMs)} s`} />
      </dl>
    </Card>
  );
}

/** Fidelity of both clones, always beside the person's own held-out share. */
function Fidelity({ comparison, whose, shown }: PartingView) {
  const rows = CLONE_KINDS.filter((kind) => comparison.partings[kind]).map((kind) => ({
    name: t(`divergence.${kind}`),
    share: comparison.partings[kind]!.fidelity,
    clone: true,
  }));
  const own = shown.humanFidelity;
  return (
    <Card title={t('divergence.fidelityTitle')}>
      <div class="shares">
        <Share name={t(`divergence.${whose}.laps`)} share={own} clone={false} />
        {rows.map((row) => (
          <Share key={row.name} {...row} />
        ))}
      </div>
      <p class="note">
        {own === null ? t(`divergence.${whose}.fidelityAlone`) : t(`divergence.${whose}.fidelityNote`)}
      </p>
    </Card>
  );
}

function Share({ name, share, clone }: { name: string; share: number | null; clone: boolean }) {
  return (
    <div class="share">
      <Badge driver={1} clone={clone} size={20} />
      <span>{name}</span>
      <span class={`share-bar ${clone ? 'clone' : ''}`}>
        <i style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      <b class="number">{share === null ? '–' : percent(share)}</b>
    </div>
  );
}

/** Laps, rollouts and samples behind the numbers; people's and recovery samples are never added up. */
function Ground({ comparison, whose, shown }: PartingView) {
  const { policies } = comparison.pair;
  const { heldOut } = shown;
  return (
    <Card title={t('divergence.groundTitle')}>
      <ul class="ground">
        <li>
          {t(`divergence.${whose}.groundLaps`, { count: shown.laps, seconds: (shown.lapTimeMs / 1000).toFixed(2) })}
        </li>
        {heldOut.laps > 0 ? (
          <li>{t(`divergence.${whose}.groundOwn`, { stayed: heldOut.stayed, laps: heldOut.laps })}</li>
        ) : null}
        <li>{t('divergence.groundRollouts', { count: shown.rollouts })}</li>
        {CLONE_KINDS.map((kind) => {
          const samples = policies[kind]?.manifest.samples;
          return samples ? (
            <li key={kind}>
              {t(samples.recovery > 0 ? `divergence.${whose}.groundCoached` : `divergence.${whose}.groundCopy`, {
                clone: t(`divergence.${kind}`),
                human: samples.human.toLocaleString(),
                recovery: samples.recovery.toLocaleString(),
              })}
            </li>
          ) : null;
        })}
        <li>{t(`divergence.${whose}.groundTube`)}</li>
      </ul>
    </Card>
  );
}
