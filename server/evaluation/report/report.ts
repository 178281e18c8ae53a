import type { Comparison } from '../../../shared/wire/comparison.ts';
import { NoLaps } from '../../dataset/refusal.ts';
import type { Store } from '../../store/tables.ts';
import { type ComparisonOrder, comparedEvaluations, comparisonOf } from '../comparison.ts';
import { reportPage } from './page.ts';
import { type ReportLanguage, wordsIn } from './words.ts';

/**
 * The page on some policies, by the newest evaluation of each, and the comparison in it; NoLaps when none of them was judged
 * like this on the track.
 */
export async function reportOn(
  store: Store,
  order: ComparisonOrder,
  language: ReportLanguage,
): Promise<{ html: string; comparison: Comparison }> {
  const { trackId, compared, missing } = await comparedEvaluations(store, order);
  if (compared.length === 0) {
    const like = order.kicks ? ' with kicks' : '';
    throw new NoLaps(`None of these policies was evaluated on "${trackId}"${like}. "mimic evaluate" does that.`);
  }
  const comparison = comparisonOf(trackId, order.kicks, compared, missing);
  return { html: reportPage(compared, comparison, wordsIn(language)), comparison };
}
