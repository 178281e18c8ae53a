import { expect, test } from 'vitest';
import type { DatasetCard } from '../../../shared/dataset/cardschema.ts';
import { isPictureSense, SENSES } from '../../../shared/observation/spec.ts';
import { DECODINGS } from '../../../shared/policy/decoding.ts';
import { HEADS, type HeadName } from '../../../shared/policy/head.ts';
import { CLONE_ORDER, lessonMistake, lessonOf, settingsOf } from '../../../shared/training/cloneorder.ts';
import { ENCODER_NAMES, mismatchOf } from '../../../shared/training/encoder.ts';
import { CONVOLUTION } from '../../../shared/training/settings.ts';

const heads = Object.keys(HEADS) as HeadName[];
const split = { train: [], validation: [] } as unknown as DatasetCard['splits'];

test('every encoder, head and decoding is either an order that can be trained or refused in one sentence', () => {
  let refused = 0;
  for (const encoder of ENCODER_NAMES)
    for (const head of heads)
      for (const decode of [undefined, ...DECODINGS]) {
        const asked = { encoder, head, ...(decode && { decode }) };
        const mistake = lessonMistake(asked);
        const order = { ...CLONE_ORDER, ...asked };
        if (mistake === null) {
          const settings = settingsOf(order, split);
          expect(mismatchOf(settings.encoder!, settings.head)).toBeNull();
          if (decode) expect(settings.head).toMatchObject({ decode });
        } else {
          refused++;
          expect(mistake.sentence).toMatch(/ got the .*\. (Take|Leave)[^.]*$/);
          expect(() => settingsOf(order, split)).toThrow(`${mistake.sentence}.`);
        }
      }
  expect(refused).toBeGreaterThan(0);
  expect(lessonMistake({ encoder: 'persistence', sees: 'traffic' })?.sentence).toMatch(/got other cars/);
  expect(lessonMistake({ encoder: 'features', sees: 'traffic' })).toBeNull();
});

test('a CNN sees by a camera, and nobody else does yet', () => {
  for (const encoder of ENCODER_NAMES)
    for (const observation of SENSES) {
      const mistake = lessonMistake({ encoder, observation });
      if (encoder === 'persistence') continue;
      expect(mistake === null).toBe((encoder === 'cnn') === isPictureSense(observation));
      if (mistake) expect(mistake.sentence).toMatch(/^(A CNN|The camera) got .*\. Take [^.]*$/);
    }
  expect(lessonMistake({ encoder: 'cnn', sees: 'traffic' })?.sentence).toMatch(
    /^A CNN got other cars to see.*Take features/,
  );
  expect(lessonMistake({ encoder: 'cnn', head: 'flow' })?.sentence).toMatch(/^A CNN got the head "flow"/);
  const settings = settingsOf({ ...CLONE_ORDER, ...lessonOf({ encoder: 'cnn', sees: 'road' }) }, split);
  expect(settings).toMatchObject({
    encoder: { kind: 'convolution' },
    steps: CONVOLUTION.steps,
    batch: CONVOLUTION.batch,
  });
});

test('chunks go with encoders and heads that plan, and are refused by the others', () => {
  for (const encoder of ENCODER_NAMES)
    for (const head of heads) {
      const asked = { encoder, head, chunk: 8 };
      if (lessonMistake({ encoder, head }) !== null) continue;
      const mistake = lessonMistake(asked);
      expect(mistake === null).toBe((encoder === 'features' || encoder === 'stack') && head !== 'flow');
      if (mistake) expect(mistake.sentence).toMatch(/^Action chunks got the .*\. Take [^.]*$/);
      else {
        const { chunk } = settingsOf({ ...CLONE_ORDER, ...lessonOf({ ...asked, sees: 'road' }) }, split);
        expect(chunk).toEqual({ length: 8, drive: 'ensemble', fade: 0.1 });
      }
    }
});

test('an order of which nothing is said can be trained, and each encoder brings a head that goes with it', () => {
  expect(lessonMistake(CLONE_ORDER)).toBeNull();
  for (const encoder of ENCODER_NAMES) {
    expect(lessonMistake({ encoder })).toBeNull();
    expect(lessonMistake(lessonOf({ encoder, sees: 'road' }))).toBeNull();
  }
});
