import type { z } from 'zod';
import type { DatasetEntry } from '../../shared/wire/datasets.ts';
import type {
  joinSchema,
  NewSession,
  Participant,
  removeSchema,
  SessionOpened,
  SessionStatus,
  SessionView,
} from '../../shared/wire/sessions.ts';
import type { Recorder } from '../episode/recorder.ts';
import type { SessionDoor } from '../race/services.ts';
import { episodesInSession, findParticipant, removeParticipant } from '../store/participants.ts';
import { type StoredSession, setMessage, setStatus } from '../store/sessions.ts';
import type { Store } from '../store/tables.ts';
import { SessionBoard } from './board.ts';
import { sessionDoor } from './door.ts';
import { eraseHourly } from './erasure.ts';
import { type Follower, Followers } from './followers.ts';
import { type DatasetMaker, freeze } from './freezing.ts';
import { joinSession } from './joining.ts';
import { openSession } from './opening.ts';
import { SessionRefusal } from './refusal.ts';
import { SessionRooms } from './rooms.ts';

export interface SessionServices {
  store: Store;
  dataDir: string;
  recorder: Pick<Recorder, 'forgetEpisode' | 'forgetSession'>;
  learning: DatasetMaker & { forget(): void };
  complain(error: unknown): void;
}

/** Collection sessions: opening, joining, racing for them, looking on, and what an organiser does. */
export class Sessions {
  /** For the races. */
  readonly door: SessionDoor;
  private readonly services: SessionServices;
  private readonly rooms = new SessionRooms();
  private readonly board: SessionBoard;
  private readonly followers: Followers;
  private readonly now: () => Date;
  private readonly stopErasing: () => Promise<void>;

  constructor(services: SessionServices, now = () => new Date()) {
    this.services = services;
    this.now = now;
    this.door = sessionDoor(services.store, this.rooms);
    this.board = new SessionBoard(services.dataDir);
    this.followers = new Followers(this.board, this.rooms, services.complain);
    const { store, recorder, learning, complain } = services;
    const erasure = { store, rooms: this.rooms, recorder, forgetLearned: () => learning.forget(), complain };
    this.stopErasing = eraseHourly(erasure, now);
  }

  open(wanted: NewSession, driverId: string): Promise<SessionOpened> {
    return openSession(this.services.store, wanted, driverId, this.now);
  }

  view({ id }: StoredSession): Promise<SessionView> {
    return this.board.view(id);
  }

  async join(session: StoredSession, driverId: string, wish: z.infer<typeof joinSchema>): Promise<Participant> {
    await joinSession(this.services.store, session, driverId, wish, this.now);
    return this.own(session, driverId);
  }

  /** A driver's own part. */
  async own(session: StoredSession, driverId: string): Promise<Participant> {
    const participant = await this.board.own(session.id, driverId);
    if (participant) return participant;
    throw new SessionRefusal(403, `You have not joined this session. Join it at /join/${session.code}.`);
  }

  /** JSON of a Live, in UTF-8. */
  async live({ id }: StoredSession): Promise<Uint8Array> {
    return (await this.board.live(id, this.rooms.presence(id))).bytes!;
  }

  /** Tells the follower now, and whenever something has changed; call the result to stop. */
  follow({ id }: StoredSession, follower: Follower): () => void {
    return this.followers.follow(id, follower);
  }

  /** Races that run go on; none begins but while it is open. */
  async setStatus({ id }: StoredSession, status: SessionStatus): Promise<void> {
    await setStatus(this.services.store, id, status, this.now().toISOString());
    this.rooms.setStatus(id, status);
  }

  /** Everybody reads it: in the races of this session at once, on the joining page when that asks next. */
  async tell({ id }: StoredSession, text: string): Promise<{ text: string; at: string }> {
    const message = { text, at: this.now().toISOString() };
    await setMessage(this.services.store, id, message);
    this.rooms.tell(id, message.text, message.at);
    return message;
  }

  /** They drive no more in this session; with `laps`, what they drove in it is deleted. Returns how many drives were. */
  async remove({ id }: StoredSession, { driverId, laps }: z.infer<typeof removeSchema>): Promise<number> {
    const { store, recorder, learning } = this.services;
    if (!(await findParticipant(store, id, driverId))) {
      throw new SessionRefusal(404, `Nobody in this session is "${driverId}". The live view names its drivers.`);
    }
    await removeParticipant(store, id, driverId, this.now().toISOString());
    this.rooms.remove(id, driverId);
    if (!laps) return 0;
    const episodes = await episodesInSession(store, id, driverId);
    const forgotten = await Promise.all(episodes.map((episode) => recorder.forgetEpisode(episode)));
    learning.forget();
    return forgotten.reduce((sum, { episodes: gone }) => sum + gone, 0);
  }

  freeze(session: StoredSession, name?: string): Promise<DatasetEntry[]> {
    return freeze(this.services.store, this.services.learning, session, name);
  }

  async close(): Promise<void> {
    this.followers.close();
    await Promise.all([this.stopErasing(), this.board.close()]);
  }
}
