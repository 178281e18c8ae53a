import compression from 'compression';
import express, { type Express } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { DATASET_BODY_LIMIT, datasetRoutes } from './datasets.ts';
import { driverRoutes } from './drivers.ts';
import { episodeRoutes } from './episodes.ts';
import { evaluationRoutes } from './evaluations.ts';
import { exportRoutes } from './exports.ts';
import { health } from './health.ts';
import { jobRoutes } from './jobs.ts';
import { coverageRoutes, lapRoutes } from './laps.ts';
import { ghostRoutes, leaderboardRoutes } from './leaderboards.ts';
import { cloneRoutes, divergenceRoute, trainingRoute } from './learning.ts';
import { pages } from './pages.ts';
import { policyRoutes } from './policies.ts';
import { policyFileRoute } from './policyfile.ts';
import { problems, sendProblem, unknownPath } from './problem.ts';
import { raceRoutes } from './races.ts';
import type { ApiServices } from './services.ts';
import { sessionRoutes } from './sessions.ts';
import { TRACK_BODY_LIMIT, trackRoutes } from './tracks.ts';

const BODY_LIMIT = '64kb';
/** Requests that create or delete something, per address and minute; a classroom behind one router is one address. */
const CHANGES_PER_MINUTE = 240;

/** The whole HTTP side: JSON under `/api`, the built page everywhere else. `clientDir` null serves no page. */
export function httpApp(services: ApiServices, clientDir: string | null): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(securityHeaders());
  app.use(compression({ filter: compressible }));
  app.get('/health', health(services));
  app.use('/api', api(services));
  if (clientDir !== null) app.use(pages(clientDir));
  app.use(unknownPath);
  app.use(problems(services.complain));
  return app;
}

function api(services: ApiServices): express.Router {
  const router = express.Router();
  router.use(changeLimit());
  router.use('/policies/file', policyFileRoute(services)); // reads its body itself, which is no JSON
  router.use('/tracks', express.json({ limit: TRACK_BODY_LIMIT, type: () => true }));
  router.use('/datasets', express.json({ limit: DATASET_BODY_LIMIT, type: () => true }));
  router.use(express.json({ limit: BODY_LIMIT, type: () => true }));
  router.get('/health', health(services));
  router.use('/drivers', driverRoutes(services));
  router.use('/tracks', trackRoutes(services));
  router.use('/races', raceRoutes(services));
  router.use('/episodes', episodeRoutes(services));
  router.use('/laps', lapRoutes(services));
  router.use('/coverage', coverageRoutes(services));
  router.use('/leaderboards', leaderboardRoutes(services));
  router.use('/ghosts', ghostRoutes(services));
  router.use('/datasets', datasetRoutes(services));
  router.use('/datasets', exportRoutes(services));
  router.use('/policies', policyRoutes(services));
  router.use('/policies', trainingRoute(services));
  router.use('/clones', cloneRoutes(services));
  router.use('/evaluations', evaluationRoutes(services));
  router.use('/divergence', divergenceRoute(services));
  router.use('/jobs', jobRoutes(services));
  router.use('/sessions', sessionRoutes(services));
  router.use(unknownPath);
  return router;
}

/**
 * Nothing is loaded from another host; WebAssembly may compile. Plain http on a class's LAN must work, so nothing here
 * forces https: no HSTS, no upgrade of requests, no origin isolation that only secure contexts have.
 */
function securityHeaders(): express.RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        // Older browsers do not count the page's own WebSocket as 'self'.
        connectSrc: ["'self'", 'ws:', 'wss:', 'data:', 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
}

/** An event stream that is compressed arrives in lumps. */
const compressible: compression.CompressionFilter = (request, response) =>
  !String(response.getHeader('content-type')).startsWith('text/event-stream') && compression.filter(request, response);

function changeLimit(): express.RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: CHANGES_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    skip: ({ method }) => method === 'GET' || method === 'HEAD',
    handler: (_request, response) =>
      sendProblem(response, 429, `More than ${CHANGES_PER_MINUTE} changes a minute from one address. Wait a minute.`),
  });
}
