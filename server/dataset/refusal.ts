import { LogError } from '../../shared/episode/log.ts';
import { TrainingError } from '../../shared/training/settings.ts';
import { LapsGone } from '../store/datasets.ts';

/** Laps cannot be chosen or replayed as asked; the message is for the person who asked. */
export class NoLaps extends Error {
  override name = 'NoLaps';
}

/** Whether an error is for the person who asked: no laps, laps that cannot be replayed or went meanwhile, no such training. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof NoLaps || error instanceof LogError || error instanceof LapsGone || error instanceof TrainingError;
