/** A policy file, or a policy for these circumstances, that is refused; the message is for whoever brought it. */
export class PolicyFileError extends Error {
  override name = 'PolicyFileError';

  constructor(what: string, got: string, expected: string, next: string) {
    super(`${what}: got ${got}, expected ${expected}. ${next}`);
  }
}
