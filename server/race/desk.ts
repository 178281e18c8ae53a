import type { z } from 'zod';
import {
  kickSchema,
  type Refused,
  type Said,
  type Settings,
  saySchema,
  settingsSchema,
} from '../../shared/wire/messages.ts';
import type { RacePhase } from '../../shared/wire/state.ts';
import { Allowance } from './allowance.ts';

/** What people ask of a room by message. */
export const ORDERS = ['say', 'settings', 'start', 'kick'] as const;
type Order = (typeof ORDERS)[number];

/** The room that does what the desk lets through; a rejection or an error is told to whoever asked. */
export interface Company {
  readonly hostId: string;
  readonly phase: RacePhase;
  has(id: string): boolean;
  say(said: Said): void;
  change(settings: Settings): Promise<void>;
  start(): void;
  kick(id: string): void;
  refuse(id: string, refused: Refused): void;
  complain(error: unknown): void;
}

/** An order that is not carried out; the message is for whoever gave it. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** Three phrases at once, then one a second. */
const PHRASES = { most: 3, perSecond: 1 };
/** Changes for which clones are read, on the tick thread at 1 to 4 ms each. */
const LOADS = { most: 10, perSecond: 1 };
/** All orders together, refused ones too; beyond, nothing is even answered. */
const MESSAGES = { most: 30, perSecond: 10 };

/** Characters of a reason, which may quote what was sent. */
const MOST_REASON = 200;

/** What one person may still do. */
class Caller {
  readonly phrases = new Allowance(PHRASES);
  readonly loads = new Allowance(LOADS);
  readonly messages = new Allowance(MESSAGES);
}

/**
 * Hears what people in a room ask for: each order is read, checked and carried out, or refused with the reason.
 *
 * Anybody may speak. Only the host changes, starts and sends away, and where strangers race there is none.
 */
export class Desk {
  private readonly company: Company;
  private readonly callers = new Map<string, Caller>();
  /** Changes of the setting load clones; one is finished before the next begins. */
  private changing: Promise<void> = Promise.resolve();

  constructor(company: Company) {
    this.company = company;
  }

  hear(id: string, what: Order, message: unknown): void {
    const caller = this.callerOf(id);
    if (!caller.messages.take(performance.now())) return;
    try {
      this.carryOut(id, caller, what, message);
    } catch (error) {
      this.answer(id, what, error);
    }
  }

  /** Somebody has left. */
  forget(id: string): void {
    this.callers.delete(id);
  }

  private carryOut(id: string, caller: Caller, what: Order, message: unknown): void {
    if (what === 'say') this.say(id, caller, read(saySchema, message));
    else this.requireHost(id);
    if (what === 'settings') this.change(id, caller, read(settingsSchema, message));
    if (what === 'kick') this.kick(id, read(kickSchema, message).id);
    if (what === 'start') this.start();
  }

  private start(): void {
    this.requireWaiting();
    this.company.start();
  }

  private say(id: string, { phrases }: Caller, { phrase }: z.infer<typeof saySchema>): void {
    spend(phrases);
    this.company.say({ id, phrase });
  }

  private change(id: string, { loads }: Caller, settings: Settings): void {
    this.requireWaiting();
    if (settings.grid || settings.trackId) spend(loads);
    this.changing = this.changing
      .then(() => {
        this.requireHost(id);
        this.requireWaiting();
        return this.company.change(settings);
      })
      .catch((error) => this.answer(id, 'settings', error));
  }

  private kick(id: string, whom: string): void {
    if (whom === id) throw new Refusal('You cannot ask yourself to leave. Leave the race instead.');
    if (!this.company.has(whom)) throw new Refusal('There is nobody here with that id.');
    if (this.company.phase === 'finished') throw new Refusal('The race is over; nobody is in the way any more.');
    this.company.kick(whom);
  }

  private requireHost(id: string): void {
    if (id !== this.company.hostId) throw new Refusal('Only the host of this race can do that.');
  }

  private requireWaiting(): void {
    if (this.company.phase !== 'waiting') throw new Refusal('The race has begun.');
  }

  private answer(id: string, what: Order, error: unknown): void {
    const refused = error instanceof Refusal;
    if (!refused) this.company.complain(error);
    const reason = refused ? error.message : 'That did not work: a fault in the server.';
    this.company.refuse(id, { what, reason });
  }

  private callerOf(id: string): Caller {
    let caller = this.callers.get(id);
    if (!caller) {
      caller = new Caller();
      this.callers.set(id, caller);
    }
    return caller;
  }
}

function spend(allowance: Allowance): void {
  if (!allowance.take(performance.now())) throw new Refusal('That was a lot at once. Wait a second.');
}

/** A message as its schema has it, or a refusal that says what is wrong. */
function read<Schema extends z.ZodType>(schema: Schema, message: unknown): z.infer<Schema> {
  const result = schema.safeParse(message);
  if (result.success) return result.data;
  const { path, message: reason } = result.error.issues[0];
  throw new Refusal(`${path.join('.') || 'The message'}: ${reason}`.slice(0, MOST_REASON));
}
