/** Korean particles in their two forms: after a final consonant, and after a vowel. */
const FORMS = {
  이가: ['이', '가'],
  을를: ['을', '를'],
  은는: ['은', '는'],
  과와: ['과', '와'],
} as const;
export type Particle = keyof typeof FORMS;

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
/** Digits whose Korean reading ends in a consonant: 영 일 삼 육 칠 팔. */
const CLOSED_DIGITS = '013678';

/** Whether a word ends in a consonant as Korean ears hear it; words in other scripts count as open. */
export function endsClosed(word: string): boolean {
  const last = word.trim().slice(-1);
  if (CLOSED_DIGITS.includes(last) && last !== '') return true;
  const code = last.charCodeAt(0);
  return code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE && (code - FIRST_SYLLABLE) % 28 !== 0;
}

/** The word with the right form of the particle: 미나가, 준호를 … 민준이. */
export const withParticle = (word: string, particle: Particle): string =>
  word + FORMS[particle][endsClosed(word) ? 0 : 1];
