import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { useModern } from './fixture.ts';

const desk = useModern();
const CITY = path.resolve(import.meta.dirname, '../fixtures/worked-city/city');
/** Patient: two cores may be busy with other tests. */
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });

test('a blank unit says what to do with it, why, and whom to pick', async () => {
  const page = await desk.open('?lang=en');
  const files = readdirSync(CITY).map((name) => path.join(CITY, name));
  await page.setInputFiles('[data-testid=open-files]', files);
  const project = () => page.evaluate(() => document.documentElement.dataset.project);
  await poll(project).toBe('对照小城');
  // Once it is kept a link can name its units.
  const kept = () =>
    page.evaluate(async () => {
      const open = indexedDB.open('lacuna.project');
      const database = await new Promise<IDBDatabase>((resolve) => {
        open.onsuccess = () => resolve(open.result);
      });
      const all = database.transaction('parts').objectStore('parts').getAll();
      const parts = await new Promise<unknown[]>((resolve) => {
        all.onsuccess = () => resolve(all.result);
      });
      database.close();
      return JSON.stringify(parts);
    });
  await poll(kept).toContain('对照小城');
  const step = page.locator('[data-testid=next-step]');
  const open = async (id: string, said: string): Promise<string> => {
    await page.goto(new URL(`?lang=en&at=u:${id}`, page.url()).href);
    await poll(project).toBe('对照小城');
    await poll(() => step.innerText()).toContain(said);
    return step.innerText();
  };

  expect(await open('U06', 'Verify first')).toContain('organisations.csv, row 4');
  expect(await open('U09', 'Affiliate to the nearest')).toMatch(/96 m away[^]*东园社区党委/);
  expect(await open('U12', 'Instructor or liaison')).toMatch(/Instructors\s*0/);
  expect(await open('U11', 'By the manager body')).toMatch(
    /西园开发公司[^]*Full members\s*unknown/i,
  );
  const joint = await open('U07', 'A joint branch');
  expect(joint).toContain('2 units and 3 full members together');
  expect(joint).toContain('Art. 5');
  expect(joint).toContain('units.csv, row 8');
  expect(joint).toContain('proven');
  await step.locator('button', { hasText: '白鹭网络' }).click();
  await poll(() => page.locator('[data-testid=inspector] h2').innerText()).toBe('白鹭网络');

  await page.goto(new URL('?lang=en&at=u:U01', page.url()).href);
  await poll(() => page.locator('[data-testid=inspector] h2').innerText()).toBe('云起大厦');
  expect(await step.count()).toBe(0);
}, 240_000);
