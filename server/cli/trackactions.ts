import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { corners } from '../../shared/track/corners.ts';
import { type ImportNote, importTrackCsv } from '../../shared/track/csvimport.ts';
import { MAX_CSV_CHARACTERS } from '../../shared/track/csvrows.ts';
import { type GeneratorOptions, generateTrack } from '../../shared/track/generator.ts';
import { buildTrack } from '../../shared/track/track.ts';
import { CommandError, openTerminal, type Terminal, table } from './terminal.ts';
import { allTracks, type KeptTrack, keepTrack } from './trackfolder.ts';

export function listTracks(_: unknown, command: Command): void {
  const terminal = openTerminal(command.optsWithGlobals());
  const tracks = [...allTracks(terminal.dataDir).values()];
  const items = tracks.map(({ id, name, length, version, obstacles, islands, cues }) => ({
    ...{ id, name: name.en, version, length: Math.round(length * 10) / 10 },
    ...{ obstacles: obstacles.length, islands: islands.length, cues: cues.length },
  }));
  const rows = items.map((item) => [
    item.id,
    item.name,
    `${item.length} m`,
    `${item.obstacles}`,
    `${item.islands}`,
    `${item.cues}`,
  ]);
  terminal.print({ items, next: null }, table([['id', 'name', 'length', 'obstacles', 'islands', 'boards'], ...rows]));
}

interface ImportOptions {
  id: string;
  nameEn: string;
  nameKo: string;
  author?: string;
  reverse?: boolean;
  force?: boolean;
}

export function importTrack(path: string, options: ImportOptions, command: Command): void {
  const terminal = openTerminal(command.optsWithGlobals());
  const { id, nameEn, nameKo, author, reverse, force = false } = options;
  const { file, notes } = importTrackCsv(csvText(path), { id, name: { en: nameEn, ko: nameKo }, author, reverse });
  tell(terminal, keepTrack(terminal.dataDir, file, force), notes);
}

function csvText(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new CommandError(`No file "${path}". Name a CSV of a circuit.`);
  if (found.size > MAX_CSV_CHARACTERS) {
    throw new CommandError(`${path} has ${found.size} bytes, expected at most ${MAX_CSV_CHARACTERS}.`);
  }
  return readFileSync(path, 'utf8');
}

interface MakingOptions extends Pick<GeneratorOptions, 'seed' | 'id' | 'length' | 'width' | 'tightness'> {
  nameEn?: string;
  nameKo?: string;
  force?: boolean;
}

export function makeTrack(options: MakingOptions, command: Command): void {
  const terminal = openTerminal(command.optsWithGlobals());
  const { seed, id, length, width, tightness, nameEn, nameKo, force = false } = options;
  const made = generateTrack({
    ...{ seed, id },
    ...(length && { length }),
    ...(width && { width }),
    ...(tightness !== undefined && { tightness }),
  });
  const name = { en: nameEn ?? made.name.en, ko: nameKo ?? nameEn ?? made.name.ko };
  tell(terminal, keepTrack(terminal.dataDir, { ...made, name }, force), []);
}

function tell(terminal: Terminal, { path, file }: KeptTrack, notes: readonly ImportNote[]): void {
  const track = buildTrack(file);
  const bends = corners(track);
  const length = Math.round(track.length * 10) / 10;
  const document = { id: file.id, name: file.name, version: file.version, length, corners: bends.length, path, notes };
  terminal.print(document, [
    `${file.name.en}: ${length} m, ${bends.length} corners, version ${file.version}, in ${path}`,
    ...notes.map(({ text }) => text),
    'Start the server again to race on it.',
  ]);
}
