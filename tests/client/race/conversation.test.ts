import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Conversation, SHOWN_MS } from '../../../client/race/conversation.ts';
import { drawingOf } from '../../../client/race/phraseart.ts';
import { EMOJI, PHRASES } from '../../../shared/wire/phrases.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const shown = (talk: Conversation): string[] => talk.lines.value.map(({ id, phrase }) => `${id} ${phrase}`);

test('the newest phrase of each stands for three seconds from when it was said', () => {
  const talk = new Conversation();
  talk.hear({ id: 'a', phrase: 'hello' }, false);
  vi.advanceTimersByTime(SHOWN_MS - 1000);
  talk.hear({ id: 'b', phrase: 'wave' }, true);
  talk.hear({ id: 'a', phrase: 'goodLuck' }, false);
  expect(shown(talk)).toEqual(['b wave', 'a goodLuck']);
  vi.advanceTimersByTime(1500);
  expect(shown(talk)).toEqual(['b wave', 'a goodLuck']);
  vi.advanceTimersByTime(1500);
  expect(shown(talk)).toEqual([]);
});

test('muted, others are not heard; what one says oneself still is', () => {
  const talk = new Conversation();
  talk.hear({ id: 'a', phrase: 'oops' }, false);
  talk.mute(true);
  talk.hear({ id: 'a', phrase: 'sorry' }, false);
  talk.hear({ id: 'me', phrase: 'thanks' }, true);
  expect(shown(talk)).toEqual(['me thanks']);
  talk.mute(false);
  talk.hear({ id: 'a', phrase: 'again' }, false);
  expect(shown(talk)).toEqual(['me thanks', 'a again']);
});

test('its key opens words, then pictures, then closes', () => {
  const talk = new Conversation();
  const pages = Array.from({ length: 4 }, () => {
    talk.turn();
    return talk.open.value;
  });
  expect(pages).toEqual(['words', 'pictures', undefined, 'words']);
});

test('every picture has its drawing, no words have one, and each page fits on the number keys', () => {
  expect(EMOJI.filter((id) => drawingOf(id) === undefined)).toEqual([]);
  expect(PHRASES.filter((id) => drawingOf(id) !== undefined)).toEqual([]);
  expect(Math.max(PHRASES.length, EMOJI.length)).toBeLessThan(10);
});
