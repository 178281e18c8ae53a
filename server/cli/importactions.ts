import type { Command } from 'commander';
import type { ImportFormat, ImportReport } from '../dataset/importer.ts';
import { importInProcess } from '../dataset/importprocess.ts';
import type { LogVerdict } from '../dataset/importraw.ts';
import { openStore } from '../store/database.ts';
import { listImports, removeImport } from '../store/imported.ts';
import { CommandError, openTerminal, table } from './terminal.ts';

interface ImportOptions {
  format?: ImportFormat;
  feature?: string;
  fps?: number;
}

export async function runImport(path: string, options: ImportOptions, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const bar = terminal.progress('Importing');
  const order = { path, format: options.format ?? null, feature: options.feature, fps: options.fps };
  const report = await importInProcess({ dataDir: terminal.dataDir, order }, bar.update).finally(bar.stop);
  terminal.print(report, words(report));
  if (report.logs?.some(({ reason }) => reason !== null)) process.exitCode = 1;
}

function words({ set, logs, format }: ImportReport): string[] {
  if (logs) return [...logs.map(logWords), `${logs.filter(({ imported }) => imported).length} races came in.`];
  return [
    `Set ${set!.id}: ${set!.episodes} episodes, ${set!.steps} steps at ${set!.fps} Hz of "${set!.name}" (${format}).`,
    'It holds what was seen and done, no track and no car: train and score on it open-loop; nothing drives by it.',
  ];
}

function logWords({ file, raceId, imported, reason, ticks, laps, adopted }: LogVerdict): string {
  if (reason !== null) return `${file}: refused. ${reason}`;
  if (!imported) return `${file}: here already, as race ${raceId}.`;
  const taken = adopted > 0 ? `, ${adopted} states taken from the log` : '';
  return `${file}: race ${raceId}, ${laps} laps; ${ticks} ticks driven again, every hash the same${taken}.`;
}

export async function showImports(_: unknown, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const items = await listImports(store);
  await store.destroy();
  const rows = items.map(({ id, format, name, episodes, steps, fps, createdAt }) => [
    ...[id, format, name, String(episodes), String(steps), String(fps), createdAt],
  ]);
  terminal.print(
    { items, next: null },
    table([['id', 'format', 'name', 'episodes', 'steps', 'Hz', 'came in'], ...rows]),
  );
}

export async function dropImport(id: string, _: unknown, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const there = await removeImport(store, id);
  await store.destroy();
  if (!there) throw new CommandError(`There is no imported set "${id}". "mimic imported list" names those there are.`);
  terminal.print({ id, removed: true }, [`Set ${id} is gone, and what learned from it.`]);
}
