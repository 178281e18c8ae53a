import type { CloneProgress } from '../../../shared/training/clone.ts';
import type { CloneOrder } from '../../../shared/training/cloneorder.ts';
import type { DatasetReply } from '../../../shared/wire/datasets.ts';

/** In the order in which they are preferred where they are equally fast. */
export const BACK_ENDS = ['webgpu', 'webgl', 'wasm'] as const;
export type BackEnd = (typeof BACK_ENDS)[number];

/** How a back end did at a few steps of training: why it is passed over, or how long a step takes. */
export interface Trial {
  backEnd: BackEnd;
  /**
   * `absent`: this browser has none. `imitated`: no graphics processor is behind it. `wrong`: its numbers are. `slow`:
   * another is faster. Null: it is right.
   */
  fault: 'absent' | 'imitated' | 'wrong' | 'slow' | null;
  /** Of one step; null where none was taken. */
  stepMs: number | null;
  /** Greatest error against plain float64 loops, as a share; null where nothing came out. */
  error: number | null;
  /** What the browser says of it, for who wants to know. */
  told: string;
}

/** What the page gives the worker that trains. */
export interface Lesson {
  dataset: DatasetReply;
  /** By which the dataset and its logs may be read; none for an open one. */
  token: string | undefined;
  order: CloneOrder;
  /** What the person wants computed with; null for what does best. */
  backEnd: BackEnd | null;
}

/** A finished clone, as its file. */
export interface Graduate {
  file: Uint8Array<ArrayBuffer>;
  backEnd: BackEnd;
  /** Of the training alone. */
  seconds: number;
}

/** What the worker tells the page. `own`: nothing was tried, for these networks train on kernels of our own. */
export type News =
  | { at: 'trials'; trials: Trial[]; chosen: BackEnd | null; own: boolean }
  | { at: 'laps'; races: number; of: number; megabytes: number }
  | { at: 'learning'; progress: CloneProgress; secondsLeft: number | null }
  | { at: 'done'; graduate: Graduate }
  | { at: 'failed'; fault: string };
