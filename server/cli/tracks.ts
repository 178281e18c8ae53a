import type { Command } from 'commander';
import { lazily } from './lazily.ts';
import { CommandError, wholeNumber } from './terminal.ts';

const doing = lazily(() => import('./trackactions.ts'));
const measuring = lazily(() => import('./authortimes.ts'));

/** `track list`, `track import`, `track generate`, `track authortimes`: where races are driven. */
export function addTrackVerbs(program: Command): void {
  const track = program.command('track').description('the tracks that can be raced');
  track
    .command('list')
    .description('every track, its length, its obstacles, islands and cue boards')
    .action(doing(({ listTracks }) => listTracks));
  track
    .command('import <file>')
    .description('a real circuit from CSV, rows x_m,y_m,w_tr_right_m,w_tr_left_m')
    .requiredOption('--id <id>', 'what it is called in addresses: a-z, 0-9 and -', trackId)
    .requiredOption('--name-en <name>', 'its name in English', trackName('name-en'))
    .requiredOption('--name-ko <name>', 'its name in Korean', trackName('name-ko'))
    .option('--author <words>', 'who surveyed it', words('author', 0, 80))
    .option('--reverse', 'drive it the other way round')
    .option('--force', 'replace a track of the same id by a next version')
    .action(doing(({ importTrack }) => importTrack));
  track
    .command('generate')
    .description('a circuit from a seed; the same seed and options, the same circuit')
    .requiredOption('--seed <n>', 'which circuit', wholeNumber('seed', 0, 2 ** 31))
    .requiredOption('--id <id>', 'what it is called in addresses: a-z, 0-9 and -', trackId)
    .option('--name-en <name>', 'its name in English', trackName('name-en'))
    .option('--name-ko <name>', 'its name in Korean', trackName('name-ko'))
    .option('--length <m-m>', 'shortest and longest lap, such as 600-1400', range('length'))
    .option('--width <m-m>', 'narrowest and widest road, such as 9-13', range('width'))
    .option('--tightness <share>', '0 sweeping bends, 1 hairpins', share)
    .option('--force', 'replace a track of the same id by a next version')
    .action(doing(({ makeTrack }) => makeTrack));
  track
    .command('authortimes')
    .description('measure the times that medals stand on: a fast scripted driver, every track, every car')
    .option('--track <id>', 'one track only')
    .action(measuring(({ measureAuthorTimes }) => measureAuthorTimes));
}

function trackId(text: string): string {
  if (/^[a-z0-9-]{1,40}$/.test(text)) return text;
  throw new CommandError(`--id: got "${text}", expected 1 to 40 of a-z, 0-9 and -.`);
}

function words(name: string, low: number, high: number): (text: string) => string {
  return (text) => {
    if (text.length >= low && text.length <= high) return text;
    throw new CommandError(`--${name}: got ${text.length} characters, expected ${low} to ${high}.`);
  };
}

const trackName = (name: string) => words(name, 1, 60);

/** "600-1400"; what bounds are allowed is the generator's to say. */
function range(name: string): (text: string) => { min: number; max: number } {
  return (text) => {
    const found = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text);
    if (found) return { min: Number(found[1]), max: Number(found[2]) };
    throw new CommandError(`--${name}: got "${text}", expected two numbers of metres such as 9-13.`);
  };
}

function share(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new CommandError(`--tightness: got "${text}", expected a number from 0 to 1.`);
}
