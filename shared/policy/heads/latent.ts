import { z } from 'zod';
import { LATENT } from '../mind.ts';

/**
 * A latent variable (conditional variational autoencoder: Kingma & Welling 2014, Sohn et al. 2015; for actions as in
 * ACT, Zhao et al. 2023): a second network reads the action and says in `size` numbers z which of the good actions it
 * was, the policy learns a = f(o, z). Driving, z is drawn from N(0, I) and kept for `hold` decisions, so that the driver
 * stays with one way.
 *
 * Loss: squared error + β · KL(q(z | o, a) ‖ N(0, I)), the KL in nats. β too large and z says nothing; too small and a
 * drawn z is like none that was learned.
 */
export const latentSchema = z.strictObject({
  kind: z.literal('latent'),
  size: z.number().int().min(1).max(LATENT),
  beta: z.number().min(0).max(10),
  hold: z.number().int().min(1).max(1200),
});
export type LatentHead = z.infer<typeof latentSchema>;
