import { afterAll, beforeAll, expect, test } from 'vitest';
import { TaskRefusal } from '../../../server/training/taskthread.ts';
import { JOB_ENDED, jobSchema } from '../../../shared/wire/api.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

let server: HttpServer;
/** Lets the running "training" end. */
let finish: (result: unknown) => void = () => {};
beforeAll(async () => {
  server = await httpServer({
    clone: async ({ trackId }, driverId) => {
      if (trackId === 'technical') throw new TaskRefusal('There is no clean lap on "technical". Drive one.');
      return server.jobs.submit('clone', driverId, ({ progress, signal }) => {
        progress(0.25, { loss: 1.5 });
        return new Promise((resolve) => {
          finish = resolve;
          signal.addEventListener('abort', () => resolve(null));
        });
      });
    },
  });
});
afterAll(() => server.close());

const token = async (): Promise<string> => (await server.ask('POST', '/api/drivers')).body.driverToken;

/** The jobs that a server-sent event stream tells of, to its end. */
async function* events(path: string): AsyncGenerator<ReturnType<typeof jobSchema.parse>> {
  const response = await fetch(server.url + path);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = text.slice(0, end).match(/^data: (.*)$/m)?.[1];
      text = text.slice(end + 2);
      if (data) yield jobSchema.parse(JSON.parse(data));
    }
  }
}

test('long work is accepted as a job, told as it goes on, and ends its stream', async () => {
  const driver = await token();
  const accepted = await server.ask('POST', '/api/clones', { trackId: 'oval' }, driver);
  expect(accepted.status).toBe(202);
  const job = jobSchema.parse(accepted.body);
  expect(accepted.headers.get('location')).toBe(`/api/jobs/${job.id}`);
  const seen = [];
  for await (const event of events(`/api/jobs/${job.id}/events`)) {
    seen.push(event);
    if (event.state === 'running') finish({ datasetId: 'ds-1', copy: 'p-1', coached: 'p-2' });
  }
  expect(seen.at(-1)).toMatchObject({ state: 'done', progress: 1, detail: { loss: 1.5 }, result: { copy: 'p-1' } });
  expect(seen.filter(({ state }) => JOB_ENDED.includes(state))).toHaveLength(1);
  expect((await server.ask('GET', `/api/jobs/${job.id}`)).body.state).toBe('done');
});

test('one job runs and three wait per driver, more are 429, and only their owner cancels', async () => {
  const [greedy, other] = [await token(), await token()];
  const ask = () => server.ask('POST', '/api/clones', { trackId: 'oval' }, greedy);
  const answers = [await ask(), await ask(), await ask(), await ask(), await ask()];
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 429]);
  const [running] = answers;
  expect((await server.ask('DELETE', `/api/jobs/${running.body.id}`)).status).toBe(401);
  expect((await server.ask('DELETE', `/api/jobs/${running.body.id}`, undefined, other)).status).toBe(403);
  for (const { body } of answers.slice(0, 4).reverse()) {
    expect((await server.ask('DELETE', `/api/jobs/${body.id}`, undefined, greedy)).status).toBe(200);
  }
  const states = await Promise.all(answers.slice(0, 4).map(({ body }) => server.ask('GET', `/api/jobs/${body.id}`)));
  expect(states.map(({ body }) => body.state)).toEqual(Array(4).fill('cancelled'));
});

test('nothing to learn from is a refusal with the reason', async () => {
  const { status, body } = await server.ask('POST', '/api/clones', { trackId: 'technical' }, await token());
  expect(status).toBe(409);
  expect(body.detail).toMatch(/no clean lap/);
});
