import type { Ranking } from '../../shared/wire/comparison.ts';
import type { EvaluationEntry } from '../../shared/wire/evaluations.ts';
import type { PolicyDetail } from '../connection/policies.ts';
import { kindText, memoryText, ownerText } from './words.ts';

/** A policy in the table: how it drives here, and where it stands. */
export interface PolicyRow {
  policy: PolicyDetail;
  /** Null before this server judged it on this track. */
  judged: EvaluationEntry | null;
  /** From 1; null for one that is not ranked. */
  position: number | null;
  unranked: Ranking['unranked'][number]['reason'] | null;
}

/** Ranked ones by their place, then the others, the newest first. */
export function rowsOf(
  policies: readonly PolicyDetail[],
  evaluations: readonly EvaluationEntry[],
  ranking: Ranking,
): PolicyRow[] {
  const ranked = new Map(ranking.items.map((item) => [item.policyId, item]));
  const others = new Map(ranking.unranked.map((item) => [item.policyId, item.reason]));
  const rows = policies.map((policy) => {
    const place = ranked.get(policy.id);
    const own = evaluations.filter(({ policyId }) => policyId === policy.id);
    // The ranking rests on the evaluation of most laps: the row shows the same one.
    const judged = own.find(({ id }) => id === place?.evaluationId) ?? own[0] ?? null;
    return { policy, judged, position: place?.position ?? null, unranked: others.get(policy.id) ?? null };
  });
  const order = ({ position, judged }: PolicyRow): number => position ?? (judged ? 1e6 : 2e6);
  return rows.sort((a, b) => order(a) - order(b));
}

/** Median lap beside the demonstrators', ms; null where either is not known. */
export function paceOf({ judged }: Pick<PolicyRow, 'judged'>): number | null {
  const { lapTimeMs = null, demonstratorLapTimeMs = null } = judged?.result ?? {};
  return lapTimeMs === null || demonstratorLapTimeMs === null ? null : lapTimeMs.median - demonstratorLapTimeMs;
}

const COLUMNS = [
  ...['position', 'policy', 'owner', 'kind', 'memory', 'recovery', 'laps_planned', 'laps_finished', 'clean_laps'],
  ...['falls_per_lap', 'falls_low', 'falls_high', 'autonomy', 'autonomy_low', 'autonomy_high'],
  ...['fidelity', 'fidelity_low', 'fidelity_high', 'lap_time_ms', 'demonstrator_lap_time_ms', 'evaluation'],
];

/** The table for other programs: names of columns in English, numbers unrounded, an empty cell for what is not known. */
export function csvOf(rows: readonly PolicyRow[]): string {
  const lines = rows.map(({ policy, judged, position }) => {
    const { id, manifest } = policy;
    const head = [position, id, ownerText(policy), kindText(manifest), memoryText(manifest), manifest.samples.recovery];
    if (!judged) return [...head, ...COLUMNS.slice(head.length).map(() => null)];
    const { result } = judged;
    return [
      ...head,
      ...[result.lapsPlanned, result.lapsFinished, result.cleanLaps],
      ...[result.fallsPerLap, ...result.fallsPerLapInterval],
      ...[result.autonomy, ...result.autonomyInterval],
      ...[result.fidelity, ...(result.fidelityInterval ?? [null, null])],
      ...[result.lapTimeMs?.median ?? null, result.demonstratorLapTimeMs, judged.id],
    ];
  });
  return [COLUMNS, ...lines]
    .map((cells) => cells.map(cellOf).join(','))
    .join('\r\n')
    .concat('\r\n');
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is text. */
function cellOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
