import { type Client, CloseCode, Protocol } from '@colyseus/core';

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
