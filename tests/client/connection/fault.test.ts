import { afterEach, expect, test } from 'vitest';
import { ApiError } from '../../../client/connection/api.ts';
import { faultText } from '../../../client/connection/fault.ts';
import { language } from '../../../client/locale/locale.ts';

afterEach(() => {
  language.value = 'en';
});

const said = 'Dataset "{{count}} $t(app.offline)" is gone. Make a new one.';

test('a refusal is the server’s own sentence in English, to the letter', () => {
  for (const status of [400, 404, 410, 418, 429, 500]) expect(faultText(new ApiError(status, said))).toBe(said);
});

test('in Korean it is said in Korean, with the server’s sentence behind it', () => {
  language.value = 'ko';
  const texts = [400, 401, 403, 404, 409, 410, 413, 418, 422, 429, 500, 503].map((status) =>
    faultText(new ApiError(status, said)),
  );
  for (const text of texts) {
    expect(text).toMatch(/^[가-힣]/);
    expect(text).toContain(said);
  }
  expect(new Set(texts).size).toBe(texts.length);
});

test('no answer at all and what a page itself threw are told as they are', () => {
  language.value = 'ko';
  expect(faultText(new ApiError(0, 'fetch failed'))).not.toContain('fetch failed');
  expect(faultText(new Error('Too few laps.'))).toBe('Too few laps.');
});
