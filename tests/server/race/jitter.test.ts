import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FrameQueue, JitterBuffer } from '../../../server/race/jitter.ts';

/** A queue as Colyseus keeps it for a client: frames numbered by their steer. */
class Arrivals implements FrameQueue {
  consumedCount = 0;
  private readonly frames: { steer: number; pedal: number; buttons: number }[] = [];
  private sent = 0;

  arrive(count: number, pedal = 100, buttons = 0): void {
    for (let i = 0; i < count; i++) this.frames.push({ steer: this.sent++ % 100, pedal, buttons });
  }

  get size(): number {
    return this.frames.length;
  }

  next(): { steer: number; pedal: number; buttons: number } | undefined {
    const frame = this.frames.shift();
    if (frame) this.consumedCount++;
    return frame;
  }
}

/** Feed one frame a tick for `ticks` ticks and take one a tick. */
function steady(buffer: JitterBuffer, queue: Arrivals, ticks: number): { starved: number; discarded: number } {
  const seen = { starved: 0, discarded: 0 };
  for (let i = 0; i < ticks; i++) {
    queue.arrive(1);
    const applied = buffer.take(queue);
    seen.starved += Number(applied.starved);
    seen.discarded += applied.discarded;
  }
  return seen;
}

describe('jitter buffer', () => {
  test('waits for its target, then applies every frame once and in order', () => {
    const buffer = new JitterBuffer();
    const queue = new Arrivals();
    const order: number[] = [];
    for (let i = 0; i < 50; i++) {
      queue.arrive(1);
      const { starved, frame } = buffer.take(queue);
      if (!starved) order.push(frame.steer);
    }
    expect(order).toEqual(Array.from({ length: 47 }, (_, i) => i));
  });

  test('repeats for 0.25 s, coasts to 0.75 s, then brakes', () => {
    const buffer = new JitterBuffer();
    const queue = new Arrivals();
    queue.arrive(4, 90);
    for (let i = 0; i < 4; i++) buffer.take(queue);
    const pedals = Array.from({ length: 60 }, () => buffer.take(queue).frame.pedal);
    expect(pedals.slice(0, 15)).toEqual(Array(15).fill(90));
    expect(pedals.slice(15, 45)).toEqual(Array(30).fill(0));
    expect(pedals.slice(45)).toEqual(Array(15).fill(-127));
  });

  test('drains standing latency within two seconds and then leaves the queue alone', () => {
    const buffer = new JitterBuffer();
    const queue = new Arrivals();
    queue.arrive(25);
    expect(steady(buffer, queue, 120).discarded).toBeGreaterThan(15);
    expect(queue.size).toBeLessThanOrEqual(buffer.target);
    expect(steady(buffer, queue, 600)).toEqual({ starved: 0, discarded: 0 });
  });

  test('starvation raises the target, calm lowers it, both within 2 and 6', () => {
    const buffer = new JitterBuffer();
    const queue = new Arrivals();
    for (let i = 0; i < 10; i++) {
      steady(buffer, queue, 10);
      while (!buffer.take(queue).starved);
    }
    expect(buffer.target).toBe(6);
    steady(buffer, queue, 60 * 200);
    expect(buffer.target).toBe(2);
  });

  test('a respawn in a dropped frame is not lost', () => {
    const buffer = new JitterBuffer();
    const queue = new Arrivals();
    queue.arrive(1, 100, 1);
    queue.arrive(200);
    let respawns = 0;
    for (let i = 0; i < 90; i++) respawns += buffer.take(queue).frame.buttons & 1;
    expect(respawns).toBe(1);
  });

  test('counts what the transport dropped as discarded', () => {
    const buffer = new JitterBuffer();
    const queue = new Arrivals();
    steady(buffer, queue, 10);
    queue.next();
    queue.next();
    queue.arrive(1);
    expect(buffer.take(queue).discarded).toBe(2);
  });

  test('any pattern of arrivals gives one valid frame a tick, and every frame is applied or counted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 400 }), (bursts) => {
        const buffer = new JitterBuffer();
        const queue = new Arrivals();
        let accounted = 0;
        for (const burst of bursts) {
          queue.arrive(burst);
          const { frame, starved, discarded } = buffer.take(queue);
          accounted += discarded + (starved ? 0 : 1);
          expect(Number.isInteger(frame.steer) && Math.abs(frame.steer) <= 127).toBe(true);
          expect(Number.isInteger(frame.pedal) && Math.abs(frame.pedal) <= 127).toBe(true);
        }
        expect(accounted).toBe(queue.consumedCount);
      }),
    );
  });
});
