import { Router } from 'express';
import { consentChangeSchema } from '../../shared/wire/consent.ts';
import { consentOf, createDriver, setConsent } from '../store/drivers.ts';
import { requireDriver } from './authorise.ts';
import { trackRecords } from './laprecord.ts';
import { checked } from './problem.ts';
import { profileOf } from './profile.ts';
import { rightsRoutes } from './rights.ts';
import type { ApiServices } from './services.ts';

/** A person is a pseudonym and a token. */
export function driverRoutes(services: ApiServices): Router {
  const { store, tracks } = services;
  const router = Router();
  router.post('/', async (_request, response) => {
    response.status(201).json(await createDriver(store));
  });
  router.get('/me', async (request, response) => {
    const driverId = await requireDriver(store, request);
    response.json({
      driverId,
      consent: await consentOf(store, driverId),
      tracks: await trackRecords(store, tracks, driverId),
    });
  });
  router.get('/me/profile', async (request, response) => {
    response.json(await profileOf(services, await requireDriver(store, request)));
  });
  router.put('/me/consent', async (request, response) => {
    const driverId = await requireDriver(store, request);
    const { language, ...consent } = checked(consentChangeSchema, request.body, 'The consent');
    await setConsent(store, driverId, consent, language);
    response.json(consent);
  });
  router.use('/me', rightsRoutes(services));
  return router;
}
