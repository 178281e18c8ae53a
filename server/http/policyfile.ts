import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { requireAsker } from './authorise.ts';
import { accept, asked, requireUsable } from './learning.ts';
import { HttpProblem } from './problem.ts';
import type { ApiServices } from './services.ts';

const MOST_BYTES = 8 * 1024 * 1024;
/** Files from one address; a classroom behind one router is one address. */
const FILES_PER_MINUTE = 40;
const TYPE = 'application/octet-stream';

/**
 * `POST /policies/file`: bring a policy that was trained elsewhere, as a visitor's browser trains. The body is the file.
 *
 * The asker is known before a byte of the body is read. A file that is no policy of ours is refused with the reason
 * (422), one whose dataset the asker may not read or learn from as a training on it would be (404, 403). What is left is
 * driven by a job before it is kept: no score in a file counts.
 */
export function policyFileRoute({ store, intake }: ApiServices): Router {
  const router = Router();
  router.post('/', fileLimit(), async (request, response) => {
    const { viewer, askedBy } = await requireAsker(store, request);
    const bytes = await body(request, response);
    const { datasetId, fault } = await asked(intake.look(bytes, askedBy));
    await requireUsable(store, viewer, askedBy, datasetId);
    if (fault) throw new HttpProblem(422, fault);
    accept(response, await asked(Promise.resolve().then(() => intake.keep(bytes, askedBy))));
  });
  return router;
}

const raw = express.raw({ limit: MOST_BYTES, type: TYPE, inflate: false });

/** The bytes of the file; 415, 413 or 400 where there are none, or more than are read. */
async function body(request: Request, response: Response): Promise<Uint8Array> {
  if (!request.is(TYPE)) {
    throw new HttpProblem(415, `A policy file is sent as "${TYPE}", got "${request.headers['content-type'] ?? ''}".`);
  }
  await new Promise<void>((resolve, reject) => {
    raw(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(tooLarge(error))));
  });
  const bytes: unknown = request.body;
  if (bytes instanceof Uint8Array && bytes.length > 0) return bytes;
  throw new HttpProblem(400, 'The body is empty, expected the bytes of a policy file.');
}

const tooLarge = (error: unknown): unknown =>
  (error as { type?: string }).type === 'entity.too.large'
    ? new HttpProblem(413, `The file has more than ${MOST_BYTES} bytes. Choose a policy file of Mimic GP.`)
    : error;

function fileLimit(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: FILES_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    handler: (_request, _response, next) =>
      next(new HttpProblem(429, `More than ${FILES_PER_MINUTE} files a minute from one address. Wait a minute.`)),
  });
}
