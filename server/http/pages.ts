import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

/** Vite puts a hash of the content in the names of these, so they never change. */
const FOREVER = 'public, max-age=31536000, immutable';

/** The built page: assets by name, and the one document for every address that is a page's. */
export function pages(clientDir: string): RequestHandler {
  const router = Router();
  router.use(
    express.static(clientDir, {
      index: false,
      setHeaders: (response, path) => {
        const hashed = path.startsWith(join(clientDir, 'assets'));
        response.setHeader('cache-control', hashed ? FOREVER : 'no-cache');
      },
    }),
  );
  router.use((request, response, next) => {
    const wantsPage = request.method === 'GET' && request.accepts(['html', 'json']) === 'html';
    const looksLikeFile = /\.[a-z0-9]{1,8}$/i.test(request.path);
    if (!wantsPage || looksLikeFile) {
      next();
      return;
    }
    response.setHeader('cache-control', 'no-cache');
    response.sendFile(join(clientDir, 'index.html'), (error) => error && next(error));
  });
  return router;
}
