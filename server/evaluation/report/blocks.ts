import { type Child, element, type Markup } from './markup.ts';
import type { Words } from './words.ts';

export const section = (title: string, children: Child[]): Markup =>
  element('section', {}, element('h2', {}, title), children);

/** A table that may be wider than a phone; the first row is its head. */
export const tableOf = (rows: readonly (readonly string[])[]): Markup =>
  element(
    'div',
    { class: 'wide' },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...rows[0]!.map((cell) => element('th', { scope: 'col' }, cell)))),
      element(
        'tbody',
        {},
        ...rows.slice(1).map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell)))),
      ),
    ),
  );

/** The same behind a line to open. */
export const folded = (words: Words, rows: readonly (readonly string[])[]): Markup =>
  element('details', {}, element('summary', {}, words.say('table')), tableOf(rows));
