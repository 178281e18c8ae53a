import { randomInt } from 'node:crypto';
import { isOffensive } from '../race/nickname.ts';

/** Told apart by eye and by ear, as codes of races are: no 0 and O, no 1, I and L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 6;

/** A session's code by chance, one of 888 million: "K7WQM4"; never one that reads as a rude word. */
export function drawCode(): string {
  for (;;) {
    const code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    if (!isOffensive(code)) return code;
  }
}
