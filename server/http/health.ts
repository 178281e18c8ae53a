import type { RequestHandler } from 'express';
import { PHYSICS } from '../../shared/race/constants.ts';
import type { ApiServices } from './services.ts';

export const health =
  ({ rooms }: ApiServices): RequestHandler =>
  (_request, response) => {
    response.json({ status: 'ok', uptimeSeconds: Math.round(process.uptime()), rooms: rooms(), physics: PHYSICS });
  };
