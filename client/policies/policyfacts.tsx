import { DECISION_TICKS } from '../../shared/observation/spec.ts';
import { TEACHING_WAYS } from '../../shared/policy/taught.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import { carOfHash } from '../../shared/vehicle/cars.ts';
import type { PolicyDetail } from '../connection/policies.ts';
import { language, t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { isPersistence, kindText, memoryText } from './words.ts';

/** What it is: how it picks, remembers and sees, and what it was taught with; people's and other samples stay apart. */
export function PolicyFacts({ policy }: { policy: PolicyDetail }) {
  return (
    <Card title={t('policies.factsTitle')} icon="network">
      <dl class="policy-facts" data-testid="policy-facts">
        {factsOf(policy).map(([name, value]) => (
          <div key={name}>
            <dt>{t(`policies.fact.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="caption mono">{policy.id}</p>
    </Card>
  );
}

const count = (value: number): string => value.toLocaleString('en');

function factsOf({ manifest, createdAt }: PolicyDetail): [string, string][] {
  const { network, observation, samples, steps, losses, vehicleHash, head } = manifest;
  const { chunk } = network;
  const car = carOfHash(vehicleHash)?.id;
  const decode = 'decode' in head ? t(`policies.decoding.${head.decode}`) : null;
  return [
    ['kind', decode === null ? kindText(manifest) : `${kindText(manifest)} (${decode})`],
    ['memory', memoryText(manifest)],
    ...(chunk
      ? [
          ['chunk', t('policies.chunkFact', { count: chunk.length, way: t(`policies.chunkWay.${chunk.drive}`) })] as [
            string,
            string,
          ],
        ]
      : []),
    ['sees', seesText(observation)],
    ['hz', `${TICK_HZ / (observation.decisionTicks ?? DECISION_TICKS)} Hz`],
    ['taught', taughtText(manifest)],
    ['people', count(samples.human)],
    ['recovery', recoveryText(samples)],
    ['steps', count(steps)],
    ['heldOut', losses.validation?.toPrecision(3) ?? t('policies.noHeldOut')],
    ['persistence', losses.persistence?.toPrecision(3) ?? '–'],
    ...(car ? [['car', t(`car.${car}.name`)] as [string, string]] : []),
    ['made', new Date(createdAt).toLocaleString(language.value, { dateStyle: 'medium', timeStyle: 'short' })],
  ];
}

function seesText(observation: PolicyDetail['manifest']['observation']): string {
  if (isPersistence(observation)) return t('seen.block.previousAction');
  return observation.blocks.map((block) => t(`seen.block.${block}`)).join(', ');
}

/** Of each way of teaching apart; files from before there were several have the one. */
function recoveryText({ recovery, made }: PolicyDetail['manifest']['samples']): string {
  if (recovery === 0 || !made) return count(recovery);
  const ways = TEACHING_WAYS.filter((way) => made[way] > 0);
  if (ways.length < 2) return count(recovery);
  return `${count(recovery)} (${ways.map((way) => `${t(`policies.teaching.${way}.name`)} ${count(made[way])}`).join(', ')})`;
}

function taughtText({ teaching, kind, noise }: PolicyDetail['manifest']): string {
  if (!teaching) return t(kind === 'copy' ? 'policies.untaught' : 'policies.teaching.perturb.name');
  const ways = TEACHING_WAYS.filter((way) => teaching[way]).map((way) =>
    way === 'noise' && noise !== undefined
      ? `${t('policies.teaching.noise.name')} (σ ${noise.toFixed(3)})`
      : t(`policies.teaching.${way}.name`),
  );
  return ways.length > 0 ? ways.join(', ') : t('policies.untaught');
}
