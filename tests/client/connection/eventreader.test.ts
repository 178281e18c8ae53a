import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventReader } from '../../../client/connection/eventreader.ts';

/** After the examples of the HTML standard, 9.2.6. */
const STREAM = [
  ': a test stream\n\n',
  'data: first event\nid: 1\n\n',
  'event: live\ndata:second event\ndata:  two lines\n\n',
  'event: nothing\n\n',
  'data\n\n',
  'data: 한국어 ü\r\n\r\n',
].join('');
const EVENTS = [
  { name: 'message', data: 'first event' },
  { name: 'live', data: 'second event\n two lines' },
  { name: 'message', data: '' },
  { name: 'message', data: '한국어 ü' },
];

test('reads events as the standard has them', () => {
  expect(new EventReader().read(STREAM)).toEqual(EVENTS);
});

test('wherever the network cuts the stream, the events are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 12 }), (cuts) => {
      const reader = new EventReader();
      const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
      const events = places.slice(1).flatMap((to, k) => reader.read(STREAM.slice(places[k], to)));
      expect(events).toEqual(EVENTS);
    }),
  );
});

test('an event that has not ended is not told', () => {
  const reader = new EventReader();
  expect(reader.read('data: a')).toEqual([]);
  expect(reader.read('b\n')).toEqual([]);
  expect(reader.read('\n')).toEqual([{ name: 'message', data: 'ab' }]);
});
