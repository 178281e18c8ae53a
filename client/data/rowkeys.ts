/** What a key does in the table: to another row, perhaps picking all on the way, or something to the row itself. */
export type RowMove = { to: number; range: boolean } | { does: 'pick' | 'open' | 'pickAll' | 'pickNone' };

/** `perPage` rows are in sight; null for keys that mean nothing here, or that belong to a control inside a row. */
export function rowMove(event: KeyboardEvent, active: number, count: number, perPage: number): RowMove | null {
  const { key, shiftKey, target } = event;
  if (event.altKey || count === 0) return null;
  if (event.ctrlKey || event.metaKey) return key === 'a' ? { does: 'pickAll' } : null;
  const element = target as Element | null;
  const control = Boolean(element?.closest('button, a, input, select, textarea'));
  if (element?.closest('thead')) return null;
  const to = (index: number): RowMove => ({ to: Math.min(count - 1, Math.max(0, index)), range: shiftKey });
  switch (key) {
    case 'ArrowDown':
      return to(active + 1);
    case 'ArrowUp':
      return to(active - 1);
    case 'PageDown':
      return to(active + perPage);
    case 'PageUp':
      return to(active - perPage);
    case 'Home':
      return to(0);
    case 'End':
      return to(count - 1);
    case ' ':
      return control ? null : { does: 'pick' };
    case 'Enter':
      return control ? null : { does: 'open' };
    case 'Escape':
      return { does: 'pickNone' };
    default:
      return null;
  }
}
