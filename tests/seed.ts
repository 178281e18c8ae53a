import fc from 'fast-check';

/**
 * Every property looks at the same cases in every run, so that a run says something about the code and not about luck.
 * `FC_SEED=7 npm test` looks at others, `FC_SEED=random` at others each time.
 */
const { FC_SEED = '20260314' } = process.env;
if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED) });
