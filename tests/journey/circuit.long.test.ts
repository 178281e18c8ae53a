import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack } from '../../shared/track/track.ts';
import { driveByKeys } from './autopilot.ts';
import { noBrowser } from './browser.ts';
import { openStage } from './stage.ts';
import { expectUnharmed, until, visit } from './visit.ts';

type Curve = (share: number) => [x: number, y: number];
/** 150 m and 90 m from the middle: by Ramanujan's second formula 765.8 m round. */
const ELLIPSE: Curve = (t) => [150 * Math.cos(2 * Math.PI * t), 90 * Math.sin(2 * Math.PI * t)];
const EIGHT: Curve = (t) => [120 * Math.sin(2 * Math.PI * t), 60 * Math.sin(4 * Math.PI * t)];

function csvOf(curve: Curve, half = 5, count = 160): Buffer {
  const rows = Array.from({ length: count }, (_, k) =>
    [...curve(k / count), half, half].map((x) => x.toFixed(3)).join(),
  );
  return Buffer.from(`# x_m,y_m,w_tr_right_m,w_tr_left_m\n${rows.join('\n')}\n`);
}

const choose = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.getByTestId('csv-file').setInputFiles({ name, mimeType: 'text/csv', buffer });

/** The marks on the map, in the coordinates of the file. */
const marks = (page: Page): Promise<{ x: number; y: number }[]> =>
  page
    .locator('[data-testid=fault-places] circle')
    .evaluateAll((circles) =>
      circles.map((circle) => ({ x: Number(circle.getAttribute('cx')), y: -Number(circle.getAttribute('cy')) })),
    );

describe.skipIf(noBrowser !== null)('circuits that people bring', () => {
  const stage = openStage();

  test('a circuit is brought by the page, refused where it cannot be driven, kept, and raced on', async () => {
    const origin = `http://localhost:${stage.server.port}`;
    const visitor = await visit(stage.browser, `${origin}/tracks`);
    const { page } = visitor;

    await choose(page, 'eight.csv', csvOf(EIGHT));
    const refused = page.getByTestId('draft-refused');
    await refused.waitFor({ timeout: 90_000 });
    expect(await refused.getAttribute('data-fault')).toBe('crosses');
    expect(await page.getByTestId('save-track').isDisabled()).toBe(true);
    // The middle of the eight is the origin; edges of a road 10 m wide meet within 15 m of it.
    const crossing = await marks(page);
    expect(crossing).toHaveLength(2);
    for (const { x, y } of crossing) expect(Math.hypot(x, y)).toBeLessThan(15);

    await choose(page, 'half.csv', Buffer.from(csvOf(ELLIPSE).toString().split('\n').slice(0, 80).join('\n')));
    await page.locator('[data-testid=draft-refused][data-fault=open]').waitFor({ timeout: 90_000 });
    const [last, first] = await marks(page);
    expect(Math.hypot(first!.x - 150, first!.y)).toBeLessThan(0.1);
    expect(last!.x).toBeLessThan(-140);

    await choose(page, 'narrow.csv', csvOf(ELLIPSE, 1.2));
    await page.locator('[data-testid=draft-refused][data-fault=narrow]').waitFor({ timeout: 90_000 });
    await page.getByText('한국어').click();
    expect(await refused.innerText()).toMatch(/도로 폭이 2.4 m라서 차가 지나갈 수 없어요/);
    await page.getByText('EN', { exact: true }).click();

    await choose(page, 'Ellipse.csv', csvOf(ELLIPSE));
    await page.getByTestId('draft-made').waitFor({ timeout: 90_000 });
    expect(await page.getByTestId('draft-made').innerText()).toMatch(/0\.77 km/);
    await page.getByTestId('name-en').fill('Test Ellipse');
    await page.getByTestId('name-ko').fill('시험 타원');
    await page.getByTestId('save-track').click();
    const saved = page.getByTestId('saved');
    await saved.waitFor({ timeout: 90_000 });
    const id = await saved.getAttribute('data-track');
    expect(id).toBe('test-ellipse');

    const { file } = await (await fetch(`${origin}/api/tracks/${id}`)).json();
    const track = buildTrack(parseTrackFile(file));
    await page.getByTestId('race-saved').click();
    await page.getByTestId('hud').waitFor({ timeout: 90_000 });
    await until(page, ({ phase }) => phase === 'racing');
    const driven = await driveByKeys(page, track, ({ distance }) => distance > 60);
    expect(driven.phase).toBe('racing');
    expectUnharmed(visitor, `localhost:${stage.server.port}`);
    await page.close();
  });
});
