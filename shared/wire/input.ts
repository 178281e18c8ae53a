import { type SchemaType, schema, t } from '@colyseus/schema';

/**
 * What a client sends once a tick: its controls as whole numbers, so that what it predicted with is what the server
 * decodes.
 *
 * `steer` 127 is full left, `pedal` 127 full throttle and −127 full brake; −128 reads as −127. `buttons` bit 0 asks for
 * a respawn, bit 1 takes the wheel.
 */
export const DriveInput = schema({ steer: t.int8(), pedal: t.int8(), buttons: t.uint8() }, 'DriveInput');
export type DriveInput = SchemaType<typeof DriveInput>;
