import { type Request, Router } from 'express';
import {
  freezeSchema,
  joinSchema,
  newSessionSchema,
  removeSchema,
  sessionChangeSchema,
  sessionMessageSchema,
} from '../../shared/wire/sessions.ts';
import { requireDriver, requireOrganiser, requireSession } from './authorise.ts';
import { streamEvents } from './eventstream.ts';
import { asked } from './learning.ts';
import { checked, notFound } from './problem.ts';
import { sendWhole } from './racelog.ts';
import type { ApiServices } from './services.ts';

type Coded = Request<{ code: string }>;

/**
 * Collection sessions. Whoever has the code sees what a session wants; drivers join and see their own part by their
 * token; everything else takes the secret that its organiser was given when it was opened.
 */
export function sessionRoutes(services: ApiServices): Router {
  const router = Router();
  openRoutes(router, services);
  organiserRoutes(router, services);
  return router;
}

function openRoutes(router: Router, { store, tracks, sessions }: ApiServices): void {
  router.post('/', async (request, response) => {
    const driverId = await requireDriver(store, request);
    const wanted = checked(newSessionSchema, request.body, 'The session');
    for (const track of wanted.tracks) if (!tracks.has(track)) throw notFound('track', track);
    const opened = await asked(sessions.open(wanted, driverId));
    response.status(201).location(`/api/sessions/${opened.code}`).json(opened);
  });
  router.get('/:code', async (request: Coded, response) => {
    const session = await requireSession(store, request.params.code);
    response.json(await asked(sessions.view(session)));
  });
  router.post('/:code/join', async (request: Coded, response) => {
    const driverId = await requireDriver(store, request);
    const wish = checked(joinSchema, request.body, 'The body');
    const session = await requireSession(store, request.params.code);
    response.json(await asked(sessions.join(session, driverId, wish)));
  });
  router.get('/:code/me', async (request: Coded, response) => {
    const driverId = await requireDriver(store, request);
    const session = await requireSession(store, request.params.code);
    response.json(await asked(sessions.own(session, driverId)));
  });
}

function organiserRoutes(router: Router, { store, sessions }: ApiServices): void {
  const organised = (request: Coded) => requireOrganiser(store, request, request.params.code);
  router.get('/:code/live', async (request: Coded, response) => {
    const session = await organised(request);
    const live = await asked(sessions.live(session));
    sendWhole(response.type('application/json').set('cache-control', 'no-store'), live);
  });
  router.get('/:code/events', async (request: Coded, response) => {
    const session = await organised(request);
    streamEvents(response, (stream) =>
      sessions.follow(session, { hear: (text) => stream.send('live', text), gone: () => stream.end() }),
    );
  });
  router.patch('/:code', async (request: Coded, response) => {
    const session = await organised(request);
    const { status } = checked(sessionChangeSchema, request.body, 'The change');
    await sessions.setStatus(session, status);
    response.json({ status });
  });
  router.post('/:code/message', async (request: Coded, response) => {
    const session = await organised(request);
    const { text } = checked(sessionMessageSchema, request.body, 'The message');
    response.json(await sessions.tell(session, text));
  });
  router.post('/:code/remove', async (request: Coded, response) => {
    const session = await organised(request);
    const removal = checked(removeSchema, request.body, 'The body');
    response.json({ removed: removal.driverId, episodes: await asked(sessions.remove(session, removal)) });
  });
  router.post('/:code/freeze', async (request: Coded, response) => {
    const session = await organised(request);
    const { name } = checked(freezeSchema, request.body ?? {}, 'The body');
    const frozen = await asked(sessions.freeze(session, name));
    const datasets = frozen.map(({ lapCount, id, name: called, version, createdAt }) => {
      return { id, name: called, version, laps: lapCount, createdAt };
    });
    response.status(201).json({ datasets });
  });
}
