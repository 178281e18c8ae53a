/** Trains three steps on every back end that this browser has, imitated ones too, and tells how wrong each is. */
import { startBackEnd } from '../../client/policies/here/backend.ts';
import { BACK_ENDS } from '../../client/policies/here/news.ts';
import { arithmeticError } from '../../shared/training/arithmetic.ts';

const found: Record<string, number | string> = {};
for (const name of BACK_ENDS) {
  try {
    await startBackEnd(name, true);
    found[name] = await arithmeticError();
  } catch (error) {
    found[name] = String(error);
  }
}
document.body.dataset.found = JSON.stringify(found);
