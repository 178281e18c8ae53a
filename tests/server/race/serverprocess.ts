import { raceServer } from './raceserver.ts';

/** A race server in a process of its own: tells its port, then serves until its parent is gone. */
const { port } = await raceServer();
process.send?.({ port });
process.on('disconnect', () => process.exit(0));
