import { EMOJI, type PhraseId } from '../../shared/wire/phrases.ts';

type Emoji = (typeof EMOJI)[number];

/** The pictures one can say, drawn as the icons are (24 grid, lines alone): not every machine has a font for them. */
const DRAWINGS: Record<Emoji, string> = {
  wave:
    'M8 13V6.3a1.3 1.3 0 0 1 2.6 0V11M10.6 11V4.6a1.3 1.3 0 0 1 2.6 0V11M13.2 11V5.6a1.3 1.3 0 0 1 2.6 0V12' +
    'M15.8 12V8a1.3 1.3 0 0 1 2.6 0v6.5c0 4-2.4 6.5-6 6.5-3 0-4.6-1.3-6-3.8l-2.3-4A1.4 1.4 0 0 1 6.4 11.7L8 13.5' +
    'M20 3.5a5 5 0 0 1 2 3.2M4.5 4.5a5 5 0 0 0-2 3.2',
  thumbsUp:
    'M7.5 11v9.5M4 11h3.5l4-7.2a1.9 1.9 0 0 1 3.4 1.5L14.2 9h4.4a2 2 0 0 1 2 2.4l-1.4 7.2a2.4 2.4 0 0 1-2.4 1.9H4z',
  fire:
    'M12 2.5c.6 3.7 5.8 5.9 5.8 11.2a5.8 5.8 0 0 1-11.6 0c0-2.5 1.3-4.1 2.5-5.3.3 1.8.9 2.8 1.8 3.2-.3-3.2.1-6.4 1.5-9.1z' +
    'M12 19.5a2.5 2.5 0 0 1-2.5-2.5c0-1.5 1.6-2.3 2.5-3.8.9 1.5 2.5 2.3 2.5 3.8a2.5 2.5 0 0 1-2.5 2.5z',
  laugh:
    'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M7 10.5l1.7-1.7 1.7 1.7M13.6 10.5l1.7-1.7 1.7 1.7M7.3 14h9.4a4.7 4.2 0 0 1-9.4 0z',
  cry:
    'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8.5 9.2v1.6M15.5 9.2v1.6M8.5 17a3.6 3.2 0 0 1 7 0' +
    'M17.5 12.5c1 1.3 1.5 2 1.5 2.7a1.5 1.5 0 0 1-3 0c0-.7.5-1.4 1.5-2.7z',
  clap:
    'M11 21.5l-5-8.6a1.6 1.6 0 0 1 2.8-1.6L12 16.7l3.2-5.4a1.6 1.6 0 0 1 2.8 1.6l-5 8.6z' +
    'M12 3v3.5M6.5 4.5l1.6 3M17.5 4.5l-1.6 3',
};

/** The drawing of what can be said in one picture; undefined for words. */
export const drawingOf = (phrase: PhraseId): string | undefined => (isEmoji(phrase) ? DRAWINGS[phrase] : undefined);

const isEmoji = (phrase: PhraseId): phrase is Emoji => (EMOJI as readonly string[]).includes(phrase);
