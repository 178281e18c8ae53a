import { expect, test } from 'vitest';
import {
  changed,
  type Draft,
  encoderOf,
  FIRST_DRAFT,
  HEAD_NAMES,
  MEMORIES,
  mistakeOf,
  mistakeWith,
  readDraft,
  wishOf,
} from '../../../client/policies/draft.ts';
import { SENSES } from '../../../shared/observation/spec.ts';
import { orderOf } from '../../../shared/training/cloneorder.ts';
import { policyRequestSchema } from '../../../shared/wire/api.ts';

test('what the form asks for is taken by the server wherever the form finds no mistake, and refused in the same words', () => {
  let allowed = 0;
  for (const head of HEAD_NAMES)
    for (const memory of MEMORIES)
      for (const sense of SENSES) {
        const draft = { ...FIRST_DRAFT, head, memory, sense };
        const asked = policyRequestSchema.safeParse(wishOf(draft, 'ds-1'));
        const mistake = mistakeOf(draft);
        expect(asked.success, `${head} ${memory} ${sense}: ${mistake?.sentence}`).toBe(mistake === null);
        if (asked.success) allowed++;
        else expect(asked.error.issues[0]!.message).toBe(mistake!.sentence);
      }
  // Six heads on numbers and on rays without and with frames, four with a cell, two that fit nothing, …
  expect(allowed).toBeGreaterThan(30);
});

test('a choice that goes with nothing says why before it is made', () => {
  expect(mistakeWith(FIRST_DRAFT, { memory: 'neighbours' })?.kind).toBe('headFitsNothing');
  expect(mistakeWith({ ...FIRST_DRAFT, head: 'flow' }, { memory: 'gru' })?.kind).toBe('headMovesMemory');
  expect(mistakeWith(FIRST_DRAFT, { memory: 'gru' })).toBeNull();
  expect(mistakeWith({ ...FIRST_DRAFT, memory: 'lstm' }, { sense: 'camera' })?.kind).toBe('picturesForNumbers');
});

test('a camera is learned from by convolutions', () => {
  expect(encoderOf({ sense: 'camera', memory: 'features' })).toBe('cnn');
  expect(encoderOf({ sense: 'rangeFinder', memory: 'features' })).toBe('features');
});

test('a head that does not know the way of decoding goes back to its own', () => {
  const drawn = changed(FIRST_DRAFT, { decode: 'sample' });
  expect(changed(drawn, { head: 'mixture' }).decode).toBe('sample');
  expect(changed(drawn, { head: 'latent' }).decode).toBeNull();
});

test('the switches of teaching reach the training', () => {
  const teaching = { ...FIRST_DRAFT.teaching, perturb: false, mirror: true };
  const request = policyRequestSchema.parse(wishOf({ ...FIRST_DRAFT, teaching, steps: 700 }, 'ds-1'));
  expect(orderOf(request)).toMatchObject({ kind: 'coached', teaching, steps: 700, seeds: 4 });
});

test('whatever stands in storage becomes a form that can be sent', () => {
  for (const kept of [null, 'x', [], { head: 'none', seeds: 99 }, { head: 'flow', memory: 'gru' }]) {
    expect(mistakeOf(readDraft(kept))).toBeNull();
  }
  expect(readDraft({ head: 'mixture', seeds: 8 })).toEqual({ ...FIRST_DRAFT, head: 'mixture', seeds: 8 });
  expect(readDraft({ head: 'latent', decode: 'argmax', steps: 1e9, hz: 7 })).toEqual({
    ...FIRST_DRAFT,
    head: 'latent',
  });
});

test('a form comes back from storage whole', () => {
  const draft: Draft = {
    head: 'mixture',
    decode: 'sample',
    chunk: 8,
    chunkDrive: 'commit',
    memory: 'stack',
    sense: 'rangeFinder',
    sees: 'road',
    hz: 10,
    teaching: { perturb: false, sideCameras: true, noise: true, mirror: true, previousAction: 'dropped' },
    corrections: true,
    seeds: 2,
    steps: 700,
    judge: false,
  };
  expect(mistakeOf(draft)).toBeNull();
  expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
});
