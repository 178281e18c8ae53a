import { describe, expect, test } from 'vitest';
import { LAN_HOST, noBrowser } from './browser.ts';
import { joinBy, joinGrid, openRace, visitAs } from './company.ts';
import { openStage, ring } from './stage.ts';
import { driveHome, expectUnharmed, until } from './visit.ts';

describe.skipIf(noBrowser !== null)('racing with people', () => {
  const stage = openStage();

  const originAt = (host: string): string => `http://${host}:${stage.server.port}`;

  test('a second browser joins by the code on the first one’s page; both drive, and both stand in the results', async () => {
    const mina = await visitAs(stage.browser, 'Mina', originAt('localhost'));
    const code = await openRace(mina, ring.id);
    expect(code).toMatch(/^[2-9A-Z]{6}$/);
    expect(await mina.page.getByTestId('race-link').inputValue()).toBe(
      `http://localhost:${stage.server.port}/?code=${code}`,
    );
    const junho = await visitAs(stage.browser, 'Junho', originAt('localhost'));
    await joinBy(junho, code.toLowerCase());
    await junho.page.getByTestId('waiting-grid').waitFor({ timeout: 90_000 });
    for (const { page } of [mina, junho]) {
      await expect.poll(() => page.getByTestId('present').textContent(), { timeout: 90_000 }).toMatch(/Mina.*Junho/s);
    }
    // Nobody starts before both are ready.
    await mina.page.getByTestId('ready').click();
    await mina.page.waitForTimeout(500);
    expect((await until(mina.page, () => true)).phase).toBe('waiting');
    await junho.page.getByTestId('ready').click();
    const [first, second] = await Promise.all([driveHome(mina, ring), driveHome(junho, ring)]);
    expect(Math.min(first.distance, second.distance)).toBeGreaterThan(ring.length);
    for (const { page } of [mina, junho]) {
      expect(await page.getByTestId('results').textContent()).toMatch(/Mina/);
      expect(await page.getByTestId('results').textContent()).toMatch(/Junho/);
    }
    for (const here of [mina, junho]) expectUnharmed(here, `localhost:${stage.server.port}`);

    // Once more under the same code, whoever asks first.
    await junho.page.getByTestId('again').click();
    await mina.page.getByTestId('again').click();
    for (const { page } of [mina, junho]) {
      await page.getByTestId('waiting-grid').waitFor({ timeout: 90_000 });
      await expect.poll(() => page.getByTestId('present').textContent(), { timeout: 90_000 }).toMatch(/Junho.*Mina/s);
      expect((await page.getByTestId('race-code').textContent())?.trim()).toBe(code);
      await page.context().close();
    }
  });

  test('a link opens the lobby with its code, without a clipboard says how to copy it, and tells why a code does not work', async () => {
    const mina = await visitAs(stage.browser, 'Mina', originAt(LAN_HOST));
    const code = await openRace(mina, ring.id);
    await mina.page.getByTestId('copy-link').click();
    await expect.poll(() => mina.page.getByTestId('copy-told').textContent()).toMatch(/Ctrl\+C/);
    const link = await mina.page.getByTestId('race-link').inputValue();
    expect(await mina.page.evaluate(() => window.isSecureContext || String(getSelection()))).toBe(link);

    const guest = await visitAs(stage.browser, 'Junho', originAt(LAN_HOST), `/${new URL(link).search}`);
    expect(await guest.page.getByTestId('code').inputValue()).toBe(code);
    await expect.poll(() => guest.page.locator('#company-status').textContent()).toMatch(/waits for you/);
    await mina.page.getByTestId('ready').click();
    await until(mina.page, ({ phase }) => phase !== 'waiting');
    await guest.page.getByTestId('race-unrecorded').click();
    await guest.page.locator('[data-failure=begun]').waitFor({ timeout: 90_000 });
    await guest.page.getByTestId('failure-lobby').click();
    expect(await guest.page.getByTestId('code').inputValue()).toBe(code);
    await joinBy(guest, 'ZZZZZZ');
    await guest.page.locator('[data-failure=unknown]').waitFor({ timeout: 90_000 });
    expectUnharmed(mina, `${LAN_HOST}:${stage.server.port}`);
    for (const { page } of [mina, guest]) await page.context().close();
  });

  test('the host changes the race before everybody’s eyes, sends one away, is heard, and starts it', async () => {
    const mina = await visitAs(stage.browser, 'Mina', originAt('localhost'));
    const code = await openRace(mina, ring.id);
    const junho = await visitAs(stage.browser, 'Junho', originAt('localhost'));
    const rude = await visitAs(stage.browser, 'Rude', originAt('localhost'));
    for (const guest of [junho, rude]) await joinGrid(guest, code);
    const rules = junho.page.getByTestId('rules');
    expect(await rules.textContent()).toMatch(/1 lap.*0 scripted rivals.*can touch/s);
    expect(await junho.page.getByTestId('kick').count()).toBe(0);
    // Another track, more laps, a rival, no contact: the guest sees each.
    await mina.page.getByTestId('rules-track').selectOption('oval');
    await mina.page.getByTestId('more-rivals').click();
    await mina.page.getByTestId('contact').uncheck();
    await mina.page.locator('input[type=radio][value="5"]').check();
    await expect.poll(() => rules.textContent()).toMatch(/First Oval · 5 laps.*1 scripted rival[^s].*pass through/s);
    await mina.page.locator('input[type=radio][value="1"]').check();
    await mina.page.getByTestId('rules-track').selectOption(ring.id);
    await expect.poll(() => rules.textContent()).toMatch(/· 1 lap(?!s).*1 scripted rival[^s].*pass through/s);
    // Whoever is asked to leave is told so, and is off the grid.
    await mina.page.getByTestId('kick').last().click();
    await mina.page.getByTestId('kick-now').click();
    await rude.page.locator('[data-failure=kicked]').waitFor({ timeout: 90_000 });
    await expect.poll(() => junho.page.getByTestId('present').textContent()).not.toMatch(/Rude/);
    // By keys alone: T and a number.
    await junho.page.keyboard.press('t');
    await junho.page.getByTestId('say-wheel').waitFor();
    await junho.page.keyboard.press('2');
    for (const { page } of [mina, junho]) {
      await expect.poll(() => page.getByTestId('said').textContent(), { timeout: 2500 }).toMatch(/Good luck!/);
    }
    await mina.page.getByTestId('start-now').click();
    for (const { page } of [mina, junho]) await until(page, ({ phase }) => phase === 'racing');
    expect(await mina.page.getByTestId('hud').textContent()).toMatch(/script/);

    // Too late for a car, not for a look: whose, the arrows choose.
    await rude.page.context().close();
    const eve = await visitAs(stage.browser, 'Eve', originAt('localhost'), `/?code=${code}`);
    await eve.page.getByTestId('watch').click();
    const watched = eve.page.getByTestId('watched');
    await expect.poll(() => watched.textContent(), { timeout: 90_000 }).toMatch(/Mina|Junho|script/);
    const first = await watched.textContent();
    await eve.page.keyboard.press('ArrowRight');
    await expect.poll(() => watched.textContent()).not.toBe(first);
    expect(await eve.page.getByTestId('speed').count()).toBe(0);
    await Promise.all([driveHome(mina, ring), driveHome(junho, ring)]);
    await eve.page.getByTestId('results').waitFor({ timeout: 90_000 });
    // The host’s choices stay for the next race.
    await mina.page.getByTestId('again').click();
    await mina.page.getByTestId('waiting-grid').waitFor({ timeout: 90_000 });
    await junho.page.getByTestId('again').click();
    await expect.poll(() => rules.textContent(), { timeout: 90_000 }).toMatch(/1 scripted rival[^s].*pass through/s);
    for (const here of [mina, junho, eve]) expectUnharmed(here, `localhost:${stage.server.port}`);
    for (const { page } of [mina, junho, eve]) await page.context().close();
  });

  test('one click from the lobby: a quick race fills its grid, and strangers with the same wish share it', async () => {
    const visits = [];
    for (const name of ['Mina', 'Junho']) visits.push(await visitAs(stage.browser, name, originAt('localhost')));
    await Promise.all(visits.map(({ page }) => page.getByTestId('race-unrecorded').click()));
    for (const { page } of visits) await until(page, ({ phase }) => phase === 'racing');
    for (const { page } of visits) {
      await expect.poll(() => page.getByTestId('hud').textContent()).toMatch(/script/);
    }
    expect(await visits[0].page.getByTestId('hud').textContent()).toMatch(/Junho/);
    expect(await visits[1].page.getByTestId('hud').textContent()).toMatch(/Mina/);
    for (const here of visits) expectUnharmed(here, `localhost:${stage.server.port}`);
    for (const { page } of visits) await page.context().close();
  });
});
