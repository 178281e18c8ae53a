/**
 * What a quick test cannot show.
 *
 *   npm run soak                                kills a recorder 200 times and the whole server 20 times
 *   npm run soak -- kills --recorder 5 --server 5
 *   npm run soak -- crowd                       100 scripted drivers at 60 Hz for five minutes
 *   npm run soak -- crowd --people 32 --seconds 20
 *
 * `--keep` writes the result to tests/soak/results, with what `--note` says of the machine. Exit code 1 with any fault or missed limit. Needs two minutes to half an hour and
 * loopback sockets alone.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, getPriority, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { raceCrowd } from './crowd.ts';
import { killRecorders } from './recorderkills.ts';
import { killServers } from './serverkills.ts';

/** What a crowd of a hundred may cost on two cores, server and generator together. */
const MOST_GAP_MS = 33;
const MOST_WORK_MS = 4;
const RESULTS = new URL('./results/', import.meta.url).pathname;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    recorder: { type: 'string', default: '200' },
    server: { type: 'string', default: '20' },
    people: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '300' },
    keep: { type: 'boolean', default: false },
    note: { type: 'string' },
  },
});

interface Found {
  /** What must never be. */
  faults: string[];
  /** Times that were not kept; on a busy machine they tell of the machine. */
  missed?: string[];
}

const say = (words: string): boolean => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${words}\n`);
const [what = 'kills'] = positionals;

/** A folder that is gone afterwards. */
async function inFolder<Result>(work: (dataDir: string) => Promise<Result>): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-soak-'));
  try {
    return await work(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function kills(): Promise<Found & Record<string, unknown>> {
  const recorder = await inFolder((dataDir) => killRecorders(dataDir, Number(values.recorder), say));
  const server = await inFolder((dataDir) => killServers(dataDir, Number(values.server), say));
  return {
    recorderKills: { kills: Number(values.recorder), ...recorder },
    serverKills: { kills: Number(values.server), ...server },
    faults: [...recorder.faults, ...server.faults],
  };
}

async function crowd(): Promise<Found> {
  const result = await inFolder((dataDir) => raceCrowd(dataDir, Number(values.people), Number(values.seconds)));
  const { gap, work, ticks, due } = result;
  say(`${ticks} of ${due} ticks; gap p99 ${gap.p99.toFixed(1)} ms, work p99 ${work.p99.toFixed(2)} ms`);
  const missed = [
    ...(ticks < due ? [`${due - ticks} of ${due} ticks came so late that they were dropped`] : []),
    ...(gap.p99 >= MOST_GAP_MS ? [`tick gap p99: got ${gap.p99.toFixed(1)} ms, expected under ${MOST_GAP_MS}`] : []),
    ...(work.p99 >= MOST_WORK_MS
      ? [`tick work p99: got ${work.p99.toFixed(2)} ms, expected under ${MOST_WORK_MS}`]
      : []),
  ];
  return { ...result, missed };
}

const soaks: Record<string, () => Promise<Found>> = { kills, crowd };
const soak = soaks[what];
if (!soak) {
  process.stderr.write(`npm run soak: got "${what}", expected ${Object.keys(soaks).join(' or ')}.\n`);
  process.exit(1);
}
const began = performance.now();
const before = loadavg()[0];
const found = await soak();
const result = {
  command: `npm run soak -- ${process.argv.slice(2).join(' ')}`.trim(),
  machine: { cpu: cpus()[0].model, cores: cpus().length, node: process.version },
  // Of one minute; with more than the cores, others worked beside, and a nice value below 0 went before them.
  load: { before, after: loadavg()[0], nice: getPriority() },
  ...(values.note ? { note: values.note } : {}),
  minutes: (performance.now() - began) / 60_000,
  ...found,
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
if (values.keep) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${what}.json`), `${JSON.stringify(result, null, 2)}\n`);
}
process.exit(found.faults.length + (found.missed?.length ?? 0) > 0 ? 1 : 0);
