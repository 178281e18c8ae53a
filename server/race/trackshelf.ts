import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { racingLine } from '../../shared/driver/line.ts';
import type { TrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { writeTrack, writeWhole } from './trackfile.ts';
import { loadTracks } from './tracks.ts';

/** Tracks that one driver, and that all people together, may put on the shelf. */
export const MOST_OF_ONE_DRIVER = 20;
export const MOST_GIVEN = 64;
/** Names the file beside a track's that holds who gave it. */
const OWNER = '.owner';

/** Why the shelf takes no more. */
export class ShelfFull extends Error {
  override name = 'ShelfFull';
  readonly whose: 'driver' | 'server';

  constructor(whose: 'driver' | 'server', message: string) {
    super(message);
    this.whose = whose;
  }
}

/**
 * The tracks that can be raced: the game's own, and those in DATA_DIR/tracks, to which people add by page and by command
 * line. What is added can be raced at once.
 */
export class TrackShelf {
  /** By id; the same map for as long as the shelf stands. */
  readonly tracks: Map<string, Track>;
  private readonly own: ReadonlySet<string>;
  private readonly folder: string;
  /** Who gave which track, also those on their way. */
  private readonly givers = new Map<string, string>();

  constructor(ownFolder: string, dataDir: string) {
    this.folder = join(dataDir, 'tracks');
    this.own = new Set(loadTracks(ownFolder).keys());
    this.tracks = loadTracks(ownFolder, this.folder);
    if (!existsSync(this.folder)) return;
    for (const name of readdirSync(this.folder).filter((file) => file.endsWith(OWNER))) {
      const id = name.slice(0, -OWNER.length);
      if (this.tracks.has(id)) this.givers.set(id, readFileSync(join(this.folder, name), 'utf8').trim());
    }
  }

  /** Whether a track came from people, not with the game. */
  isGiven(id: string): boolean {
    return !this.own.has(id);
  }

  /**
   * Put a checked track on the shelf under an id made from its name; a road that stands there already stays the one
   * track. What takes long is done in turns, so that running races tick in between. Throws ShelfFull.
   */
  async add(file: TrackFile, giver: string): Promise<{ track: Track; added: boolean }> {
    const same = this.sameRoad(file);
    if (same) return { track: same, added: false };
    this.refuseFull(giver);
    const id = this.freeId(file.name.en);
    this.givers.set(id, giver);
    try {
      await nextTurn();
      const track = buildTrack({ ...file, id, version: 1 });
      await nextTurn();
      racingLine(track);
      await nextTurn();
      writeWhole(join(this.folder, `${id}${OWNER}`), `${giver}\n`);
      writeTrack(join(this.folder, `${id}.json`), track.file);
      this.tracks.set(id, track);
      return { track, added: true };
    } catch (error) {
      this.givers.delete(id);
      throw error;
    }
  }

  /** Forget who gave their tracks; the tracks stay, others have raced there. */
  forgetGiver(driverId: string): void {
    for (const [id, giver] of this.givers) {
      if (giver !== driverId) continue;
      this.givers.delete(id);
      rmSync(join(this.folder, `${id}${OWNER}`), { force: true });
    }
  }

  private sameRoad({ centreLine }: TrackFile): Track | undefined {
    const [{ x, y }] = centreLine;
    return [...this.tracks.values()].find(({ file: { centreLine: other } }) => {
      if (other.length !== centreLine.length || other[0].x !== x || other[0].y !== y) return false;
      return JSON.stringify(other) === JSON.stringify(centreLine);
    });
  }

  private refuseFull(giver: string): void {
    const given = [...this.givers.values()].filter((other) => other === giver).length;
    if (given >= MOST_OF_ONE_DRIVER) {
      throw new ShelfFull('driver', `You have added ${given} tracks, and each driver may add ${MOST_OF_ONE_DRIVER}.`);
    }
    const ids = new Set([...this.tracks.keys(), ...this.givers.keys()]);
    const all = [...ids].filter((id) => this.isGiven(id)).length;
    if (all < MOST_GIVEN) return;
    const mend = `Whoever runs it can take some out of its folder "tracks".`;
    throw new ShelfFull('server', `This server holds ${all} added tracks, at most ${MOST_GIVEN}. ${mend}`);
  }

  /** The name in small letters and hyphens, numbered where that is taken. */
  private freeId(name: string): string {
    const words = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 32);
    const stem = words.replace(/-$/, '') || 'circuit';
    const taken = (id: string): boolean => this.tracks.has(id) || this.givers.has(id);
    let id = stem;
    for (let k = 2; taken(id); k++) id = `${stem}-${k}`;
    return id;
  }
}
