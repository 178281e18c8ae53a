import type { Seconds } from '../../../shared/units/units.ts';
import type { EngineNote } from './engine.ts';

/** Time constants of a change: quick enough for a gear, slow enough not to click. */
const GLIDE: Seconds = 0.035;
const FADE: Seconds = 0.08;

/** Sets a parameter of a running node by gliding to it, and only when it changes: nothing is queued for what stays. */
export class Glide {
  private readonly param: AudioParam;
  private readonly time: Seconds;
  private target: number;

  constructor(param: AudioParam, time: Seconds) {
    this.param = param;
    this.time = time;
    this.target = param.value;
  }

  to(value: number, now: Seconds): void {
    if (Math.abs(value - this.target) <= 1e-3 * Math.abs(this.target)) return;
    this.target = value;
    this.param.setTargetAtTime(value, now, this.time);
  }
}

/** An engine: a saw and, an octave below and a little off, a square, through a low-pass. Runs for ever, silent or not. */
export class EngineVoice {
  private readonly saw: Glide;
  private readonly square: Glide;
  private readonly cutoff: Glide;
  private readonly level: Glide;
  private readonly pan: Glide;
  private readonly share: number;

  /** @param share of the mix at level 1  @param detune factor on every frequency, so that two engines are two */
  constructor(context: BaseAudioContext, out: AudioNode, share: number, detune = 1) {
    const saw = new OscillatorNode(context, { type: 'sawtooth', frequency: 46 });
    const square = new OscillatorNode(context, { type: 'square', frequency: 23 });
    const body = new GainNode(context, { gain: 0.5 });
    const filter = new BiquadFilterNode(context, { type: 'lowpass', frequency: 260, Q: 1.2 });
    const level = new GainNode(context, { gain: 0 });
    const pan = new StereoPannerNode(context);
    saw.connect(filter);
    square.connect(body).connect(filter);
    filter.connect(level).connect(pan).connect(out);
    // Cents: 1200 to the octave.
    saw.detune.value = 1200 * Math.log2(detune);
    square.detune.value = 1200 * Math.log2(detune) + 7;
    saw.start();
    square.start();
    this.saw = new Glide(saw.frequency, GLIDE);
    this.square = new Glide(square.frequency, GLIDE);
    this.cutoff = new Glide(filter.frequency, GLIDE);
    this.level = new Glide(level.gain, FADE);
    this.pan = new Glide(pan.pan, FADE);
    this.share = share;
  }

  /** @param note undefined while the engine is off */
  play(note: EngineNote | undefined, pan: number, now: Seconds): void {
    this.level.to(note ? note.level * this.share : 0, now);
    if (!note) return;
    this.saw.to(note.hz, now);
    this.square.to(note.hz / 2, now);
    this.cutoff.to(note.cutoff, now);
    this.pan.to(pan, now);
  }
}

/** Noise through one filter: tyres, grass, gravel. */
export class NoiseVoice {
  private readonly frequency: Glide;
  private readonly level: Glide;
  private readonly share: number;

  constructor(noise: AudioNode, out: AudioNode, filter: BiquadFilterOptions, share: number) {
    const { context } = noise;
    const band = new BiquadFilterNode(context, filter);
    const level = new GainNode(context, { gain: 0 });
    noise.connect(band).connect(level).connect(out);
    this.frequency = new Glide(band.frequency, FADE);
    this.level = new Glide(level.gain, FADE);
    this.share = share;
  }

  play(level: number, hz: number, now: Seconds): void {
    this.level.to(level * this.share, now);
    if (level > 0) this.frequency.to(hz, now);
  }
}

/** Two seconds of white noise, over and over: the one source of everything that hisses. */
export function startNoise(context: BaseAudioContext): AudioNode {
  const buffer = new AudioBuffer({ length: 2 * context.sampleRate, sampleRate: context.sampleRate });
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.random() * 2 - 1;
  const noise = new AudioBufferSourceNode(context, { buffer, loop: true });
  noise.start();
  return noise;
}
