import { afterEach, describe, expect, test } from 'vitest';
import { LANGUAGES, language, t } from '../../../client/locale/locale.ts';
import { HEAD_NAMES, MEMORIES } from '../../../client/policies/draft.ts';
import { headKey } from '../../../client/policies/words.ts';
import { CAMERA_BLOCKS } from '../../../shared/observation/pictures.ts';
import { NUMBER_BLOCKS, SENSES } from '../../../shared/observation/spec.ts';
import { DECODINGS_OF } from '../../../shared/policy/decoding.ts';
import { PREVIOUS_ACTIONS, TEACHING_WAYS } from '../../../shared/policy/taught.ts';

/** Keys that are put together from what can be chosen: no page shows one of them bare. */
const KEYS = [
  ...HEAD_NAMES.flatMap((head) => ['name', 'means'].map((part) => `policies.head.${headKey(head)}.${part}`)),
  ...MEMORIES.flatMap((memory) => ['name', 'means', 'short'].map((part) => `policies.memory.${memory}.${part}`)),
  ...SENSES.flatMap((sense) => [
    `policies.sense.${sense}.name`,
    `policies.sense.${sense}.means`,
    `seen.sense.${sense}`,
  ]),
  ...[...NUMBER_BLOCKS, ...CAMERA_BLOCKS].map((block) => `seen.block.${block}`),
  ...Object.values(DECODINGS_OF).flatMap((ways) => ways.map((way) => `policies.decoding.${way}`)),
  ...TEACHING_WAYS.map((way) => `policies.teaching.${way}.name`),
  ...PREVIOUS_ACTIONS.map((way) => `policies.previous.${way}`),
];

describe('what can be chosen', () => {
  afterEach(() => {
    language.value = 'en';
  });

  test.each(LANGUAGES)('has a name in %s', (lng) => {
    language.value = lng;
    expect(KEYS.filter((key) => t(key) === key)).toEqual([]);
  });
});
