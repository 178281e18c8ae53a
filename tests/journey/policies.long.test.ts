import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { documentIn } from '../server/cli/commandline.ts';
import { noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { expectUnharmed, type Visit, visit } from './visit.ts';

/** A scripted driver to learn from: what is looked at is the page, not how well it learns. */
const seed = async (dataDir: string): Promise<void> => {
  await documentIn(dataDir, 'demonstrate', '--track', ring.id, '--skill', 'mid', '--hands', 'pad', '--laps', '4');
};

const STEPS = 200;
const LIST = `/policies?track=${ring.id}`;
/** For what a busy machine takes long to do; nothing is judged by it. */
const LONG = { timeout: 60_000 };

describe.skipIf(noBrowser !== null)('the policy pages', () => {
  const stage = openStage(seed);
  let here: Visit;
  let page: Page;
  let policyId: string;
  const policies = async () => (await stage.api(`/policies?track=${ring.id}`)).items;

  test('say what is missing, and make a data set by one press', async () => {
    here = await visit(stage.browser, `${stage.origin}${LIST}`);
    page = here.page;
    await page.getByTestId('no-dataset').waitFor({ timeout: 15_000 });
    expect(await page.getByTestId('train-policy').isDisabled()).toBe(true);
    // The one button that matters is in reach without a scroll.
    const button = (await page.getByTestId('train-policy').boundingBox())!;
    expect(button.y + button.height).toBeLessThanOrEqual(900);
    await page.getByTestId('use-all-laps').click();
    await page.getByTestId('policies-dataset').waitFor({ timeout: 15_000 });
    expect(await page.getByTestId('train-policy').isEnabled()).toBe(true);
  }, 60_000);

  test('bar what makes no policy, with the reason', async () => {
    const nearest = page.locator('[data-option=memory-neighbours]');
    expect(await nearest.locator('input').isDisabled()).toBe(true);
    expect(await nearest.textContent()).toMatch(/Nothing is fitted/);
    // By keyboard: up from the bins to the single answer, with which it goes.
    await page.locator('[data-option=head-bins] input').focus();
    for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowUp');
    expect(await page.locator('[data-option=head-squared-error] input').isChecked()).toBe(true);
    expect(await nearest.locator('input').isEnabled()).toBe(true);
  }, 30_000);

  test('train a policy over a reload, with prediction and control while it learns, and judge it', async () => {
    await page.getByTestId('steps').fill(String(STEPS));
    await page.locator('.form-part', { hasText: 'Trainings to choose from' }).getByText('1', { exact: true }).click();
    await page.getByTestId('train-policy').click();
    await page.getByTestId('policy-job').waitFor({ timeout: 15_000 });
    await page.reload();
    const looks = page.locator('.curve-cards .step-series.now circle');
    await expect.poll(() => looks.count(), { timeout: 60_000, interval: 100 }).toBeGreaterThan(2);
    await expect
      .poll(() => page.locator('[data-testid=policy-row][data-judged=true]').count(), { timeout: 90_000 })
      .toBe(1);
    const [policy] = await policies();
    policyId = policy.id;
    expect(policy.manifest).toMatchObject({ head: { kind: 'squaredError' }, steps: STEPS, kind: 'coached' });
    expect(policy.manifest.checks.length).toBeGreaterThan(2);
    const [judged] = (await stage.api(`/evaluations?policy=${policyId}`)).items;
    const row = page.locator(`[data-policy=${policyId}]`);
    expect(await row.textContent()).toContain(judged.result.fallsPerLap.toFixed(2));
    expect(await row.textContent()).toContain(`${judged.result.lapsFinished} / ${judged.result.lapsPlanned}`);
    expect(await page.getByTestId('policy-job').count()).toBe(0);
    // The table is rows or cards, as there is room: never wider than the window.
    for (const width of [1440, 1280, 1150, 800]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }, 180_000);

  test('lead back to every lap, and give the table as CSV', async () => {
    await page.getByTestId('policy-more').click();
    const provenance = page.getByTestId('provenance');
    await provenance.locator('li a').first().waitFor();
    const [policy] = await policies();
    expect(await provenance.locator('li').count()).toBe(policy.manifest.dataset.laps.length);
    expect(await provenance.getByTestId('to-dataset').getAttribute('href')).toBe(`/data/${policy.datasetId}`);
    expect(await provenance.locator('li a').first().getAttribute('href')).toMatch(/^\/theatre\?race=.+&lap=\d+$/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('policies-csv').click()]);
    expect(download.suggestedFilename()).toBe(`policies-${ring.id}.csv`);
  }, 30_000);

  test('show one policy, how it drove, and exactly what it sees where one looks', async () => {
    await page.locator('.policy-link').click();
    await page.getByTestId('policy-facts').waitFor({ timeout: 15_000 });
    expect(page.url()).toContain(`/policies/${policyId}`);
    expect(await page.getByTestId('evaluation').count()).toBe(1);
    const seen = page.getByTestId('seen');
    await seen.waitFor({ timeout: 30_000 });
    const before = { metre: await seen.getAttribute('data-metre'), text: await seen.textContent() };
    await seen.getByRole('slider').focus();
    await page.keyboard.press('PageUp');
    await expect.poll(() => seen.getAttribute('data-metre')).not.toBe(before.metre);
    expect(await seen.textContent()).not.toBe(before.text);
    // The numbers by their names: 3 of the place, two at each of eight distances, four of the motion.
    expect(await seen.locator('.seen-numbers dt').count()).toBe(23);
  }, 60_000);

  test('give the file, judge it once more with kicks', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('download-policy').click()]);
    expect(download.suggestedFilename()).toBe(`${policyId}.safetensors`);
    await page.locator('.evaluate-card .tick', { hasText: 'Push it' }).click();
    await page.getByTestId('evaluate').click();
    await page.getByTestId('policy-job').waitFor({ timeout: 15_000 });
    await expect.poll(() => page.getByTestId('evaluation').count(), { timeout: 60_000 }).toBe(2);
  }, 90_000);

  test('say that nothing is compared, and compare what is named', async () => {
    await page.goto(`${stage.origin}/policies/compare`);
    await page.locator('.state').waitFor();
    await page.goto(`${stage.origin}/policies/compare?ids=${policyId}`);
    await page.getByTestId('estimates').waitFor({ timeout: 15_000 });
    expect(await page.getByTestId('improvement').locator('tbody td').count()).toBe(1);
  }, 30_000);

  test('say what is not there, and lead on; a comparison goes on with the others', async () => {
    const stranger = await visit(stage.browser, `${stage.origin}/policies/p-nobody`);
    const gone = stranger.page.getByTestId('gone');
    await gone.waitFor();
    await stranger.page.goto(`${stage.origin}/divergence?policy=p-nobody`);
    await gone.waitFor();
    await stranger.page.goto(`${stage.origin}/policies/compare?ids=p-nobody`);
    await gone.waitFor();
    await stranger.page.goto(`${stage.origin}/policies/compare?ids=${policyId},p-nobody`);
    await stranger.page.getByTestId('estimates').waitFor();
    expect(await stranger.page.locator('main').textContent()).toMatch(/1 of those asked for is not here/);
    // Nobody's own laps yet: said with the way to some, not as a server's refusal.
    await stranger.page.goto(`${stage.origin}/policies?track=oval`);
    await stranger.page.getByTestId('no-dataset').getByRole('button', { name: 'Use my clean laps' }).click();
    await expect.poll(() => stranger.page.getByTestId('no-laps').getByRole('link').count(), LONG).toBe(1);
    await stranger.page.context().close();
  }, 120_000);

  test('go on following a job over a server that does not answer for a while', async () => {
    const patient = await visit(stage.browser, `${stage.origin}/policies/${policyId}`);
    await patient.page.getByTestId('evaluate').waitFor();
    const shown = patient.page.getByTestId('evaluation');
    const before = await shown.first().getAttribute('data-evaluation');
    await patient.page.route('**/api/jobs/**', (route) => route.abort());
    await patient.page.getByTestId('evaluate').click();
    await expect
      .poll(() => patient.page.getByTestId('policy-fault').allTextContents(), LONG)
      .toEqual([expect.stringMatching(/does not answer/)]);
    expect(await patient.page.getByTestId('policy-job').count()).toBe(1);
    await patient.page.unroute('**/api/jobs/**');
    await expect.poll(() => patient.page.getByTestId('policy-job').count(), LONG).toBe(0);
    await expect.poll(() => shown.first().getAttribute('data-evaluation'), LONG).not.toBe(before);
    await patient.page.context().close();
  }, 180_000);

  test('race it', async () => {
    await page.goto(`${stage.origin}/policies/${policyId}`);
    await page.getByTestId('race-policy').click();
    await page.getByTestId('hud').waitFor({ timeout: 30_000 });
    await expect.poll(() => page.locator('body').textContent(), { timeout: 20_000 }).toMatch(/[Cc]lone/);
  }, 60_000);

  test('delete it after one question; nothing went wrong on the way', async () => {
    await page.goto(`${stage.origin}/policies/${policyId}`);
    await page.getByTestId('delete-policy').click({ timeout: 10_000 });
    await page.getByTestId('delete-policy-now').click();
    await expect.poll(async () => (await policies()).length, { timeout: 15_000 }).toBe(0);
    await page.getByTestId('no-policies').waitFor({ timeout: 15_000 });
    expect(page.url()).toContain(LIST);
    expectUnharmed(here, `localhost:${stage.server.port}`);
  }, 30_000);

  test('fit a phone in Korean, without a sideways scroll', async () => {
    const phone = await visit(stage.browser, `${stage.origin}${LIST}`, {
      viewport: { width: 390, height: 844 },
      locale: 'ko-KR',
      hasTouch: true,
    });
    await phone.page.getByTestId('train-policy').waitFor({ timeout: 15_000 });
    expect(await phone.page.locator('h1').textContent()).toBe('주행 모델 학습하기');
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expectUnharmed(phone, `localhost:${stage.server.port}`);
    await phone.page.context().close();
  }, 30_000);
});
