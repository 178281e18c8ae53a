import type { Seconds } from '../../../shared/units/units.ts';
import { Bells } from './bells.ts';
import { type Heard, OTHER_VOICES, silentBut } from './listener.ts';
import { EngineVoice, Glide, NoiseVoice, startNoise } from './voices.ts';

const OWN_SHARE = 0.17;
const OTHER_SHARE = 0.13;
const TYRE_SHARE = 0.8;
const TYRE_HZ = 950;
const RUMBLE_SHARE = 0.6;
const MASTER_FADE: Seconds = 0.03;

/** Every node there ever is, made once; afterwards only parameters move. Works in an offline context as well. */
export class Mixer {
  readonly context: BaseAudioContext;
  private readonly master: Glide;
  private readonly own: EngineVoice;
  private readonly others: EngineVoice[];
  private readonly tyres: NoiseVoice;
  private readonly rumble: NoiseVoice;
  private readonly bells: Bells;

  constructor(context: BaseAudioContext) {
    this.context = context;
    const master = new GainNode(context, { gain: 0 });
    const limiter = new DynamicsCompressorNode(context, { threshold: -14, ratio: 6 });
    master.connect(limiter).connect(context.destination);
    const noise = startNoise(context);
    this.master = new Glide(master.gain, MASTER_FADE);
    this.own = new EngineVoice(context, master, OWN_SHARE);
    this.others = Array.from(
      { length: OTHER_VOICES },
      (_, voice) => new EngineVoice(context, master, OTHER_SHARE, 1.05 + 0.07 * voice),
    );
    this.tyres = new NoiseVoice(noise, master, { type: 'bandpass', frequency: TYRE_HZ, Q: 5 }, TYRE_SHARE);
    this.rumble = new NoiseVoice(noise, master, { type: 'lowpass', frequency: 200 }, RUMBLE_SHARE);
    this.bells = new Bells(noise, master);
  }

  /** @param volume of everything, in [0, 1] */
  play(heard: Heard, volume: number): void {
    const now = this.context.currentTime;
    this.master.to(volume, now);
    this.own.play(heard.own, 0, now);
    for (const [voice, engine] of this.others.entries()) {
      const other = heard.others[voice];
      engine.play(other, other?.pan ?? 0, now);
    }
    this.tyres.play(heard.tyres, TYRE_HZ * (1 + 0.25 * heard.tyres), now);
    this.rumble.play(heard.rumble.level, heard.rumble.cutoff, now);
    for (const cue of heard.cues) this.bells.play(cue, now);
  }

  hush(): void {
    this.play(silentBut([]), 0);
  }
}
