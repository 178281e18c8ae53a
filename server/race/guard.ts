import { type Client, CloseCode, Protocol } from '@colyseus/core';
import type { Visitor } from './entrant.ts';

/** Lower bits of a message's first byte; the upper ones are modifiers (Colyseus 0.18, shared-types Protocol). */
const CODE_MASK = 0x1f;

interface MessageReader {
  _onMessage(client: Client, bytes: Uint8Array): void;
}

/**
 * Close the connection of a client that sends an "unreliable" input packet, instead of reading it.
 *
 * Such packets exist for WebTransport only; over WebSocket no page sends them. Colyseus 0.18.17 reads them all the
 * same, and a negative slot length in one makes its decoder walk in a circle for ever: one message stops the process.
 * Call before anybody joins.
 */
export function refuseUnreliableInput(room: object): void {
  const reader = room as MessageReader;
  const read = reader._onMessage.bind(reader);
  reader._onMessage = (client, bytes) => {
    if ((bytes[0] & CODE_MASK) === Protocol.ROOM_INPUT_UNRELIABLE) client.leave(CloseCode.WITH_ERROR);
    else read(client, bytes);
  };
}

/** A reserved seat as Colyseus keeps it; `held` for somebody whose connection broke. */
type Reservation = [options: unknown, visitor: Visitor, consumed: boolean, held: boolean];

interface SeatKeeper {
  _reservedSeats: Record<string, Reservation>;
  _reserveSeat(
    id: string,
    options: unknown,
    visitor: Visitor,
    ...rest: [seconds?: number, held?: boolean]
  ): Promise<boolean>;
}

interface Usher {
  hasSeat(visitor: Visitor): boolean;
  /** One more seat is promised. */
  promised(): void;
}

/**
 * Let an usher decide with Colyseus (0.18.17) whether a seat is promised: it counts clients, and here a car and a seat
 * to watch from are different things. Whoever gets none here is led to another race, or told that this one is full.
 * Call before anybody joins.
 */
export function seatByKind(room: object, usher: Usher): void {
  const keeper = room as SeatKeeper;
  const reserve = keeper._reserveSeat.bind(keeper);
  keeper._reserveSeat = async (id, options, visitor, ...rest) => {
    const [, held] = rest;
    if (held) return reserve(id, options, visitor, ...rest);
    const seated = usher.hasSeat(visitor) && (await reserve(id, options, visitor, ...rest));
    if (seated) usher.promised();
    return seated;
  };
}

/** Who has a seat and has not come yet. */
export const promisedSeats = (room: object): Visitor[] =>
  Object.values((room as SeatKeeper)._reservedSeats).flatMap(([, visitor, , held]) => (held ? [] : [visitor]));
