/** A session does not do what was asked, because of what was asked; `status` is what HTTP answers. */
export class SessionRefusal extends Error {
  override name = 'SessionRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
