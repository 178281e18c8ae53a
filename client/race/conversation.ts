import { signal } from '@preact/signals';
import type { Said } from '../../shared/wire/messages.ts';
import type { PhraseId } from '../../shared/wire/phrases.ts';

/** So long a phrase is shown. */
export const SHOWN_MS = 3000;

/** One thing somebody said; `key` tells two of them apart. */
export interface Line {
  key: number;
  id: string;
  phrase: PhraseId;
}

/** What people in the room have just said: the newest of each, for three seconds. */
export class Conversation {
  readonly lines = signal<readonly Line[]>([]);
  /** What others say is not shown, for as long as this page is in the race. */
  readonly muted = signal(false);
  /** What can be said is open for a choice: words first, then pictures. */
  readonly open = signal<'words' | 'pictures' | undefined>(undefined);
  private count = 0;

  hear({ id, phrase }: Said, own: boolean): void {
    if (this.muted.peek() && !own) return;
    this.count += 1;
    const line = { key: this.count, id, phrase };
    this.lines.value = [...this.lines.peek().filter((other) => other.id !== id), line];
    setTimeout(() => {
      this.lines.value = this.lines.peek().filter(({ key }) => key !== line.key);
    }, SHOWN_MS);
  }

  mute(muted: boolean): void {
    this.muted.value = muted;
    if (muted) this.lines.value = [];
  }

  /** What the key does: words, pictures, closed. */
  turn(): void {
    const next = { words: 'pictures', pictures: undefined, closed: 'words' } as const;
    this.open.value = next[this.open.peek() ?? 'closed'];
  }
}
