import type { Seconds } from '../../../shared/units/units.ts';
import type { Cue } from './cues.ts';

/** A tone or a noise that is struck now and then: its source always runs, its envelope opens. */
class Bell {
  private readonly level: AudioParam;
  private readonly source: OscillatorNode | undefined;

  constructor(source: AudioNode, out: AudioNode) {
    const gain = new GainNode(source.context, { gain: 0 });
    source.connect(gain).connect(out);
    this.level = gain.gain;
    this.source = source instanceof OscillatorNode ? source : undefined;
  }

  /** Up in 8 ms, then away: a stroke within another takes its place. */
  strike(at: Seconds, level: number, length: Seconds, hz?: number): void {
    if (hz) this.source?.frequency.setValueAtTime(hz, at);
    this.level.cancelScheduledValues(at);
    this.level.setTargetAtTime(level, at, 0.003);
    this.level.setTargetAtTime(0, at + Math.max(0.012, length * 0.4), length * 0.2);
  }

  /** From one note to another while it sounds. */
  slide(at: Seconds, from: number, to: number, length: Seconds): void {
    const frequency = this.source?.frequency;
    frequency?.cancelScheduledValues(at);
    frequency?.setValueAtTime(from, at);
    frequency?.exponentialRampToValueAtTime(to, at + length);
  }
}

const LOW_LIGHT = 440;
const HIGH_LIGHT = 880;
const LAP_FROM = 660;
const LAP_TO = 990;
const FIFTH: readonly [number, number] = [587.33, 880];
const PARTING_HZ = 392;
/** The two tones end a major second apart. */
const PARTED = 1.06;
const PARTING: Seconds = 1.5;

/** Everything that sounds once: lights, laps, collisions, the clone that leaves. */
export class Bells {
  private readonly low: Bell;
  private readonly high: Bell;
  private readonly thud: Bell;
  private readonly own: Bell;
  private readonly clone: Bell;
  private readonly side: StereoPannerNode;

  constructor(noise: AudioNode, out: AudioNode) {
    const { context } = noise;
    const tone = (type: OscillatorType): OscillatorNode => {
      const source = new OscillatorNode(context, { type });
      source.start();
      return source;
    };
    this.side = new StereoPannerNode(context);
    this.side.connect(out);
    const dull = new BiquadFilterNode(context, { type: 'lowpass', frequency: 340, Q: 1.5 });
    noise.connect(dull);
    this.low = new Bell(tone('triangle'), out);
    this.high = new Bell(tone('triangle'), out);
    this.thud = new Bell(dull, out);
    this.own = new Bell(tone('sine'), this.side);
    this.clone = new Bell(tone('sine'), this.side);
  }

  play(cue: Cue, now: Seconds): void {
    if (cue.kind === 'light') this.low.strike(now, 0.3, 0.22, LOW_LIGHT);
    else if (cue.kind === 'go') this.low.strike(now, 0.34, 0.6, HIGH_LIGHT);
    else if (cue.kind === 'lap') this.clickUp(now);
    else if (cue.kind === 'bestLap') this.fifth(now);
    else if (cue.kind === 'impact') this.thud.strike(now, cue.level * 0.9, 0.22);
    else this.part(now, cue.pan);
  }

  private clickUp(now: Seconds): void {
    this.low.strike(now, 0.22, 0.07, LAP_FROM);
    this.high.strike(now + 0.08, 0.22, 0.12, LAP_TO);
  }

  private fifth(now: Seconds): void {
    this.low.strike(now, 0.22, 0.5, FIFTH[0]);
    this.high.strike(now + 0.12, 0.22, 0.7, FIFTH[1]);
  }

  /** Two tones that start as one and drift apart, on the side to which the clone leaves. */
  private part(now: Seconds, pan: number): void {
    this.side.pan.setTargetAtTime(pan, now, 0.01);
    this.own.strike(now, 0.16, PARTING);
    this.clone.strike(now, 0.16, PARTING);
    this.own.slide(now, PARTING_HZ, PARTING_HZ / PARTED, PARTING);
    this.clone.slide(now, PARTING_HZ * 1.003, PARTING_HZ * PARTED, PARTING);
  }
}
