import { fetchLaps } from '../connection/data.ts';
import { type Fetched, useFetched } from '../view/usefetched.ts';
import { CHIPS, type ChipName, filterOf, type LapsView, searchOf, withChip, withoutChips } from './lapsview.ts';

export type ChipCounts = Readonly<Partial<Record<ChipName | 'all', number>>>;

/** How many laps there are with each chip besides everything else of the view; asked for anew when `changes` moves. */
export function useChipCounts(
  view: LapsView,
  more: { dataset?: string; token: string | undefined; changes: number },
): ChipCounts {
  const { token, dataset, changes } = more;
  const { state } = useFetched<ChipCounts>(
    `${searchOf({ ...view, order: 'newest' })} ${token} ${changes}`,
    async (signal) => {
      const count = async (of: LapsView): Promise<number> =>
        (await fetchLaps({ ...filterOf(of), dataset, limit: 1 }, token, signal)).total;
      const views = [withoutChips(view), ...CHIPS.map((chip) => withChip(view, chip))];
      const [all, ...chips] = await Promise.all(views.map(count));
      return { all, ...Object.fromEntries(CHIPS.map((chip, k) => [chip, chips[k]])) };
    },
    true,
  );
  const now: Fetched<ChipCounts> = state.value;
  return now.at === 'there' ? now.value : {};
}
