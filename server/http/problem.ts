import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { LogError } from '../../shared/episode/log.ts';
import type { Problem } from '../../shared/wire/api.ts';

/** An answer other than the one asked for: RFC 9457's problem details. `detail` is for the person who asked. */
export class HttpProblem extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

export const notFound = (what: string, id: string): HttpProblem =>
  new HttpProblem(404, `There is no ${what} "${id}". Lists of what there is stand under /api.`);

export function sendProblem(response: Response, status: number, detail: string): void {
  const problem: Problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The value a schema makes of outside input, or a 400 that names the field and the reason. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue.path.join('.');
  throw new HttpProblem(400, `${where}${field ? `, "${field}"` : ''}: ${issue.message}.`.replace(/\.\.$/, '.'));
}

/** Anything under `/api` that no route took. */
export const unknownPath: RequestHandler = (request, response) =>
  sendProblem(response, 404, `Nothing answers ${request.method} ${request.path.slice(0, 100)} here.`);

/**
 * Turns whatever a route threw into a problem. Faults of ours are told to `complain` whole and to the asker as one
 * sentence, never with a stack.
 */
export const problems =
  (complain: (error: unknown) => void): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof HttpProblem) {
      sendProblem(response, error.status, error.message);
      return;
    }
    if (error instanceof LogError) {
      sendProblem(response, 409, error.message);
      return;
    }
    // The body parser and the router mark what the asker did wrong with a status and `expose`.
    const status = (error as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      sendProblem(response, status, requestFault(error));
      return;
    }
    complain(error);
    sendProblem(response, 500, 'The server failed at this request. Try again; if it stays so, tell whoever runs it.');
  };

const FAULTS: Record<string, string> = {
  'entity.parse.failed': 'The body is not JSON.',
  'entity.too.large': 'The body is too large.',
  'encoding.unsupported': 'The body has an encoding this server does not read.',
  'charset.unsupported': 'The body must be UTF-8.',
};

const requestFault = (error: { type?: string }): string =>
  FAULTS[error.type ?? ''] ?? 'The request cannot be read. Check its address, headers and body.';
