import { Command, CommanderError } from 'commander';
import { addDatasetVerbs } from './datasets.ts';
import { addDriverVerbs } from './drivers.ts';
import { addExchangeVerbs } from './exchange.ts';
import { addInteractiveVerb } from './interactive.ts';
import { addJudgingVerbs } from './judging.ts';
import { addLeaderboardVerb } from './leaderboard.ts';
import { addLearningVerbs } from './learning.ts';
import { addRecordingVerbs } from './recording.ts';
import { addSweepVerb } from './sweep.ts';
import { addTrackVerbs } from './tracks.ts';

/**
 * `npm run mimic -- VERB`: the command line, on the data in DATA_DIR.
 *
 * Every verb takes `--json` for one document on standard output. Whatever goes wrong is one line on standard error and
 * exit code 1; set MIMIC_TRACE to see where it came from.
 */
const program = new Command('mimic')
  .description('Race, record, clone and compare, without a browser.')
  .option('--json', 'one JSON document on standard output')
  .option('--data-dir <folder>', 'where the data are; DATA_DIR or ./data if left out')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();
addTrackVerbs(program);
addRecordingVerbs(program);
addLeaderboardVerb(program);
addDatasetVerbs(program);
addLearningVerbs(program);
addSweepVerb(program);
addInteractiveVerb(program);
addJudgingVerbs(program);
addExchangeVerbs(program);
addDriverVerbs(program);

// A reader that has seen enough, like head, is no fault.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode);
  process.stderr.write(`mimic: ${(error as Error).message}\n`);
  if (process.env.MIMIC_TRACE) process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
}
