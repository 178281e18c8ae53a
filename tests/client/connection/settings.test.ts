import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ACTIONS,
  type Action,
  actionOf,
  DEFAULT_KEYS,
  type KeyMap,
  withKey,
  withoutKey,
} from '../../../client/connection/keys.ts';
import { readSettings } from '../../../client/connection/settings.ts';

const all = (keys: KeyMap): string[] => ACTIONS.flatMap((action) => keys[action]);

describe('keys', () => {
  test('any series of choices leaves every key with one action, and no action with more than two', () => {
    const choice = fc.record({
      action: fc.constantFrom(...ACTIONS),
      slot: fc.integer({ min: 0, max: 1 }),
      code: fc.constantFrom('KeyA', 'KeyB', 'KeyQ', 'ArrowLeft', 'Space', 'Digit1', 'KeyM'),
    });
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 12 }), (choices) => {
        let keys = DEFAULT_KEYS;
        for (const { action, slot, code } of choices) {
          keys = withKey(keys, action, slot, code);
          expect(actionOf(keys, code)).toBe(action);
        }
        expect(new Set(all(keys)).size).toBe(all(keys).length);
        for (const action of ACTIONS) expect(keys[action].length).toBeLessThanOrEqual(2);
      }),
    );
  });

  test('a key that is moved leaves its old action with what it had besides', () => {
    const keys = withKey(DEFAULT_KEYS, 'respawn', 1, 'ArrowUp');
    expect(keys.respawn).toEqual(['KeyR', 'ArrowUp']);
    expect(keys.throttle).toEqual(['KeyW']);
    expect(withoutKey(keys, 'KeyW').throttle).toEqual([]);
  });
});

describe('settings out of storage', () => {
  test('nothing, a stranger’s or a broken value gives the usual ones', () => {
    const usual = readSettings(null);
    expect(usual.keys).toEqual(DEFAULT_KEYS);
    for (const kept of ['loud', 7, [], { zoom: 'near', volume: -3, keys: 5, palette: 'sepia' }])
      expect(readSettings(kept)).toEqual(usual);
  });

  test('whatever is there, what comes out is within bounds and goes in again unchanged', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 2 }), fc.double(), fc.string(), (kept, number, text) => {
        const read = readSettings({ ...kept, zoom: number, palette: text, keys: { left: [text], brake: [text] } });
        expect(read.zoom).toBeGreaterThanOrEqual(0.7);
        expect(read.zoom).toBeLessThanOrEqual(1.5);
        expect(new Set(all(read.keys)).size).toBe(all(read.keys).length);
        expect(readSettings(JSON.parse(JSON.stringify(read)))).toEqual(read);
      }),
    );
  });

  test('one part that cannot be read leaves the others as they were chosen', () => {
    const read = readSettings({ palette: 'tritanopia', zoom: 99, muted: true });
    expect(read).toMatchObject({ palette: 'tritanopia', zoom: 1, muted: true });
  });

  test('chosen keys are kept; two actions on one key, or a key of the browser, are not', () => {
    const chosen = { ...DEFAULT_KEYS, brake: ['Space'] };
    expect(readSettings({ keys: chosen }).keys).toEqual(chosen);
    const broken: Partial<Record<Action, string[]>>[] = [{ left: ['KeyD'] }, { mute: ['Escape'] }, { mute: ['F5'] }];
    for (const part of broken) expect(readSettings({ keys: { ...DEFAULT_KEYS, ...part } }).keys).toEqual(DEFAULT_KEYS);
  });

  test('an action that an older page did not know gets its usual key', () => {
    const { camera: _, ...older } = DEFAULT_KEYS;
    expect(readSettings({ keys: { ...older, mute: ['KeyN'] } }).keys).toEqual({ ...DEFAULT_KEYS, mute: ['KeyN'] });
  });
});
