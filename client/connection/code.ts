/** Codes of races, read aloud and typed from a projector: six characters, none that looks like another (0 O, 1 I L). */
export const CODE_LENGTH = 6;
const CHARACTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** Bytes from here on would make the first characters likelier than the others. */
const FAIR_BYTES = 256 - (256 % CHARACTERS.length);
const PARAMETER = /[?&]code=([^&#\s]*)/i;

/** A code that nobody has: one of 31⁶, about 900 million. */
export function freshCode(): string {
  let code = '';
  while (code.length < CODE_LENGTH) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < FAIR_BYTES) code += CHARACTERS[byte % CHARACTERS.length];
  }
  return code;
}

export const isCode = (text: string): boolean =>
  text.length === CODE_LENGTH && [...text].every((character) => CHARACTERS.includes(character));

/**
 * The code, or its beginning, in what somebody typed or pasted: a link, a sentence with one code in it, or the characters
 * themselves with whatever stands between them. Wide letters of an East Asian keyboard count as what they look like.
 */
export function codeIn(text: string): string {
  const linked = PARAMETER.exec(text)?.[1];
  const plain = (linked ?? text).normalize('NFKC').toUpperCase();
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter(isCode);
  if (words.length === 1) return words[0];
  return [...plain]
    .filter((character) => CHARACTERS.includes(character))
    .slice(0, CODE_LENGTH)
    .join('');
}

/** Whether something was typed that no code has, as 0 or O. */
export const hasForeign = (text: string): boolean =>
  !PARAMETER.test(text) &&
  [...text.normalize('NFKC').toUpperCase()].some(
    (character) => /[\p{L}\p{N}]/u.test(character) && !CHARACTERS.includes(character),
  );

/** Opens the lobby with the code filled in. */
export const codeLink = (origin: string, code: string): string => `${origin}/?code=${code}`;
