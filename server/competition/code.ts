import { randomInt } from 'node:crypto';
import { isOffensive } from '../race/nickname.ts';

/** Told apart by eye and by ear: no 0 and O, no 1 and I. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 5;

/** A session's code by chance, one of 33 million: "K7WQM"; never one that reads as a rude word. */
export function drawCode(): string {
  for (;;) {
    const code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    if (!isOffensive(code)) return code;
  }
}
