import { z } from 'zod';

/** What people in a room can say: a fixed list, so that nothing anybody writes has to be moderated. */
export const PHRASES = ['hello', 'goodLuck', 'niceDrive', 'sorry', 'thanks', 'oops', 'wellPlayed', 'again'] as const;
/** The same in one picture. */
export const EMOJI = ['wave', 'thumbsUp', 'fire', 'laugh', 'cry', 'clap'] as const;

export const phraseSchema = z.enum([...PHRASES, ...EMOJI]);
export type PhraseId = z.infer<typeof phraseSchema>;
