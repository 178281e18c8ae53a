import { signal } from '@preact/signals';
import { Mixer } from './mixer.ts';

/** `waiting`: for a key or a click; `absent`: this browser has no Web Audio, or does not give any. */
export type SpeakerState = 'waiting' | 'running' | 'resting' | 'absent';

/** How long the last tones may fade before the sound machinery rests. */
const REST_MS = 900;

/**
 * The page's one audio context. It is made after the first key or click, as browsers demand, and rests while nothing
 * shall be heard. Whatever a browser refuses is silence, never an error.
 */
class Speaker {
  readonly state = signal<SpeakerState>('waiting');
  private context: AudioContext | undefined;
  private made: Mixer | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;

  /** The mixer, once there may be one. */
  get mixer(): Mixer | undefined {
    return this.made;
  }

  /** Let there be sound. Without a gesture so far nothing happens; call again from a key or a click. */
  wake(): void {
    clearTimeout(this.resting);
    if (this.state.value === 'absent' || !hasGesture()) return;
    try {
      this.context ??= this.open();
      if (this.context.state !== 'running') this.context.resume().catch(() => undefined);
    } catch {
      this.state.value = 'absent';
    }
  }

  /** Fade out, then stop the machinery until the next `wake`. */
  rest(): void {
    clearTimeout(this.resting);
    this.made?.hush();
    this.resting = setTimeout(() => {
      this.context?.suspend().catch(() => undefined);
    }, REST_MS);
  }

  private open(): AudioContext {
    const context = new AudioContext({ latencyHint: 'interactive' });
    try {
      this.made = new Mixer(context);
    } catch (error) {
      context.close().catch(() => undefined);
      throw error;
    }
    context.onstatechange = () => {
      this.state.value = context.state === 'running' ? 'running' : 'resting';
    };
    return context;
  }
}

export const speaker = new Speaker();

/** Browsers that do not tell are asked from inside a gesture only, since `wake` is called there too. */
function hasGesture(): boolean {
  return navigator.userActivation?.hasBeenActive ?? true;
}
