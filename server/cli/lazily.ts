/**
 * A commander action whose module is loaded when it is asked for, so that help and mistyped options are answered at
 * once: `.action(doing(({ listTracks }) => listTracks))` with `doing = lazily(() => import('./recordingactions.ts'))`.
 */
export const lazily =
  <Actions>(load: () => Promise<Actions>) =>
  (choose: (actions: Actions) => (...given: never[]) => unknown) =>
  async (...given: unknown[]): Promise<void> => {
    await choose(await load())(...(given as never[]));
  };
