import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { liveSchema, participantSchema, type SessionOpened, sessionSchema } from '../../../shared/wire/sessions.ts';
import { AGREED, Asker, RING_SESSION } from '../competition/organiser.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

let server: HttpServer;
let asker: Asker;
let session: SessionOpened;
beforeAll(async () => {
  server = await httpServer();
  asker = new Asker(server.url);
});
afterAll(() => server.close());
beforeEach(async () => {
  session = await asker.open();
});

const view = async (code = session.code) => (await asker.ask('GET', `/sessions/${code}`)).body;
const wish = (nickname?: string) => ({ nickname, consent: AGREED, language: 'en' });
const organiser = (method: string, path: string, body?: unknown, { code, organiserToken } = session) =>
  asker.ask(method, `/sessions/${code}${path}`, body, organiserToken);

describe('opening', () => {
  test('gives a code to read aloud and a secret that is kept as a hash alone', async () => {
    expect(session.code).toMatch(/^[A-HJKMNP-Z2-9]{6}$/);
    expect(session.organiserToken.length).toBeGreaterThanOrEqual(40);
    const row = await server.store.selectFrom('session').selectAll().where('id', '=', session.id).executeTakeFirst();
    expect(JSON.stringify(row)).not.toContain(session.organiserToken);
    expect(row!.token_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('shows what was asked for to whoever has the code, in small letters too', async () => {
    const shown = sessionSchema.parse(await view(session.code.toLowerCase()));
    expect(shown).toMatchObject({ ...RING_SESSION, id: session.id, code: session.code, status: 'open', eraseAt: null });
    expect(shown.progress).toEqual({
      ...{ laps: 0, cleanLaps: 0, drivers: 0, styles: { keys: 0, stick: 0 }, coverage: 0, reached: false },
    });
  });

  test('a class has generated nicknames, is private and is erased after 30 days, whatever was asked', async () => {
    const asked = { template: 'class', nicknames: 'own', private: false, guardians: true } as const;
    const { code } = await asker.open(asked);
    const shown = await view(code);
    expect(shown).toMatchObject({ template: 'class', nicknames: 'generated', private: true });
    expect(Date.parse(shown.eraseAt) - Date.parse(shown.openedAt)).toBe(30 * 24 * 3600 * 1000);
  });

  test('a class without the word on guardians, an unknown track, and no token are refused', async () => {
    const { driverToken } = await asker.driver();
    const open = (body: unknown, token?: string) => asker.ask('POST', '/sessions', body, token);
    const unattested = await open({ ...RING_SESSION, template: 'class' }, driverToken);
    expect(unattested).toMatchObject({ status: 400, body: { detail: expect.stringContaining('guardians') } });
    expect((await open({ ...RING_SESSION, tracks: ['nowhere'] }, driverToken)).status).toBe(404);
    expect((await open(RING_SESSION)).status).toBe(401);
    expect((await open({ ...RING_SESSION, status: 'closed' }, driverToken)).status).toBe(400);
  });

  test('one driver has twenty sessions at most that are not closed', async () => {
    const { driverToken } = await asker.driver();
    const open = () => asker.ask('POST', '/sessions', RING_SESSION, driverToken);
    const opened = [];
    for (let n = 0; n < 20; n++) opened.push((await open()).body);
    expect(await open()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('Close one') } });
    await organiser('PATCH', '', { status: 'closed' }, opened[0]);
    expect((await open()).status).toBe(201);
  });
});

describe('joining', () => {
  const join = async (body: unknown, { code } = session) => {
    const driver = await asker.driver();
    return { ...driver, ...(await asker.ask('POST', `/sessions/${code}/join`, body, driver.driverToken)) };
  };

  test('a driver sees their own part, and nobody else’s', async () => {
    const joined = await join(wish('Robin'));
    expect(participantSchema.parse(joined.body)).toMatchObject({
      ...{ driverId: joined.driverId, nickname: 'Robin', removed: false, bestLapMs: null },
      consent: { ...AGREED, language: 'en' },
    });
    const me = await asker.ask('GET', `/sessions/${session.code}/me`, undefined, joined.driverToken);
    expect(me.body).toEqual(joined.body);
    const stranger = await asker.driver();
    expect(await asker.ask('GET', `/sessions/${session.code}/me`, undefined, stranger.driverToken)).toMatchObject({
      ...{ status: 403, body: { detail: expect.stringContaining(`/join/${session.code}`) } },
    });
    expect(JSON.stringify(await view())).not.toContain('Robin');
  });

  test('nicknames are wanted, decent and told apart; one’s own may be changed', async () => {
    const robin = await join(wish('Robin'));
    expect((await join(wish())).status).toBe(400);
    expect(await join(wish('f.u.c.k'))).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/another/) },
    });
    for (const alike of ['Robin', 'ROBIN', 'R obin', 'Ｒobin']) expect((await join(wish(alike))).status).toBe(409);
    const renamed = await asker.ask('POST', `/sessions/${session.code}/join`, wish('Wren'), robin.driverToken);
    expect(renamed.body).toMatchObject({ nickname: 'Wren', joinedAt: robin.body.joinedAt });
    expect((await join(wish('Robin'))).status).toBe(200);
  });

  test('a mind may be changed, and every choice is remembered with its text', async () => {
    const { driverToken, driverId } = await join(wish('Robin'));
    const changed = { ...wish(), consent: { ...AGREED, exported: true } };
    const { body } = await asker.ask('POST', `/sessions/${session.code}/join`, changed, driverToken);
    expect(body).toMatchObject({ nickname: 'Robin', consent: { exported: true } });
    const query = server.store.selectFrom('consent_choice').select(['exported', 'version', 'session_id']);
    const choices = await query.where('driver_id', '=', driverId).execute();
    const row = { version: AGREED.version, session_id: session.id };
    expect(choices).toEqual([
      { exported: 0, ...row },
      { exported: 1, ...row },
    ]);
  });

  test('a class has a nickname for everybody in their language, from which nothing leads to the driver', async () => {
    const school = await asker.open({ template: 'class', guardians: true });
    const shared = { ...AGREED, shared: true };
    const names = new Set<string>();
    for (let n = 0; n < 12; n++) {
      const language = n % 2 ? 'en' : 'ko';
      const { body } = await join({ nickname: 'My real name', consent: shared, language }, school);
      expect(body.nickname).toMatch(language === 'ko' ? /[가-힣]/ : /^[A-Z]\w+ [A-Z]\w+ \d\d$/);
      expect(body.consent).toMatchObject({ shared: false, recorded: true });
      names.add(body.nickname);
    }
    expect(names.size).toBe(12);
  });

  test('a closed session takes nobody', async () => {
    await organiser('PATCH', '', { status: 'closed' });
    expect(await join(wish('Late'))).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/closed/) } });
  });
});

describe('the organiser’s secret', () => {
  const doings: [string, string, unknown?][] = [
    ['GET', '/live'],
    ['GET', '/events'],
    ['PATCH', '', { status: 'closed' }],
    ['POST', '/message', { text: 'Hello' }],
    ['POST', '/remove', { driverId: 'd-nobody', laps: true }],
    ['POST', '/freeze', {}],
  ];

  test.each(doings)(
    '%s %s takes it, and refuses every other token alike, be there such a session or not',
    async (...doing) => {
      const [method, path, body] = doing;
      const other = await asker.open();
      const { driverToken } = await asker.driver();
      const tell = async (code: string, token?: string) => {
        const { status, body: answer } = await asker.ask(method, `/sessions/${code}${path}`, body, token);
        return [status, answer.detail];
      };
      for (const token of [other.organiserToken, driverToken, 'x'.repeat(43)]) {
        const refused = await tell(session.code, token);
        expect(refused[0]).toBe(403);
        expect(await tell('ZZZZZ', token)).toEqual(refused);
      }
      const nameless = await tell(session.code);
      expect(nameless[0]).toBe(401);
      expect(await tell('ZZZZZ')).toEqual(nameless);
      expect((await view()).status).toBe('open');
    },
  );

  test('opens the live view', async () => {
    await asker.joined(session.code, 'Robin');
    const { status, body } = await organiser('GET', '/live');
    expect(status).toBe(200);
    const live = liveSchema.parse(body);
    expect(live.session).toEqual(await view());
    expect(live.drivers).toMatchObject([{ nickname: 'Robin', driving: false, flagged: 0, style: null }]);
    expect(live.lapsPerMinute).toEqual(new Array(20).fill(0));
  });

  test('says who is not in the session, and that there is nothing to freeze', async () => {
    const removed = await organiser('POST', '/remove', { driverId: 'd-nobody' });
    expect(removed).toMatchObject({ status: 404, body: { detail: expect.stringContaining('"d-nobody"') } });
    expect(await organiser('POST', '/freeze')).toMatchObject({ status: 409 });
  });
});

describe('the live stream', () => {
  /** Live views as they come; `stop` hangs up. */
  async function follow() {
    const stopped = new AbortController();
    const response = await fetch(`${server.url}/api/sessions/${session.code}/events`, {
      headers: { authorization: `Bearer ${session.organiserToken}` },
      signal: stopped.signal,
    });
    const heard: { status: string; nicknames: string[] }[] = [];
    const read = async () => {
      let text = '';
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        text += piece;
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) {
          const data = /^event: live\ndata: (.*)$/s.exec(block)?.[1];
          if (!data) continue;
          const { session: now, drivers } = liveSchema.parse(JSON.parse(data));
          heard.push({ status: now.status, nicknames: drivers.map(({ nickname }) => nickname) });
        }
      }
    };
    const ended = read().catch(() => {});
    const until = async (count: number) => {
      while (heard.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
      return heard;
    };
    return { response, heard, until, ended, stop: () => stopped.abort() };
  }

  test('tells at once how it stands, then every change, and nothing while nothing changes', async () => {
    const stream = await follow();
    expect(stream.response.headers.get('content-type')).toMatch('text/event-stream');
    expect(await stream.until(1)).toEqual([{ status: 'open', nicknames: [] }]);
    await asker.joined(session.code, 'Robin');
    expect((await stream.until(2))[1]).toEqual({ status: 'open', nicknames: ['Robin'] });
    await organiser('PATCH', '', { status: 'paused' });
    expect((await stream.until(3))[2]).toEqual({ status: 'paused', nicknames: ['Robin'] });
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(stream.heard).toHaveLength(3);
    stream.stop();
    await stream.ended;
  });

  test('twelve pages follow one session, the next is refused, and one that goes makes room', async () => {
    const streams = await Promise.all(Array.from({ length: 12 }, follow));
    expect((await organiser('GET', '/events')).status).toBe(429);
    streams[0]!.stop();
    await streams[0]!.ended;
    // Until the server has heard of it.
    let next = await follow();
    while (next.response.status === 429) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      next = await follow();
    }
    expect(next.response.status).toBe(200);
    for (const stream of [next, ...streams]) stream.stop();
  });
});
