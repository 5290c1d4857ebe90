import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { useModern } from './fixture.ts';

const desk = useModern();
const folder = mkdtempSync(path.join(tmpdir(), 'lacuna-packs-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Patient: two cores may be busy with other tests. */
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });

test('packs are compared, a copy is edited and weighed, and the desk goes by it across a reload', async () => {
  const page = await desk.open('?lang=en&ledger=service');
  const id = (name: string) => page.locator(`[data-testid="${name}"]`);
  const reached = async () => {
    const rates = page.locator('[data-testid=inspector] .rate.large .counts');
    return Number((await rates.nth(2).innerText()).split(' / ')[0].replace(/,/g, ''));
  };
  const before = await reached();

  await id('rules').click();
  await poll(() => page.url()).toContain('view=rules');
  expect(await id('rules-using').count()).toBe(1);
  await id('pack-nanguan').click();
  await id('rules-compare').selectOption('changchun');
  expect(await id('rules-differences').innerText()).toBe('Differences: 2');
  expect(await id('card-norm.community-funds').innerText()).toContain('added');
  await poll(() => id('rules-total').getAttribute('data-count')).toBe('0');

  await id('pack-national').click();
  await id('rules-copy').click();
  const radius = id('rule-service.community.radiusM');
  await radius.fill('-5');
  await poll(() => id('rules-faults').innerText()).toContain('out of range, found -5');
  expect(await radius.getAttribute('aria-invalid')).toBe('true');
  expect(await id('rules-use').isDisabled()).toBe(true);
  await radius.fill('50');
  await poll(() => id('rules-faults').count()).toBe(0);
  await poll(async () =>
    Number(await id('rules-total').getAttribute('data-count')),
  ).toBeGreaterThan(0);
  const lost = Number(await id('rules-total').getAttribute('data-count'));

  await page.locator('[data-testid=rules-weight] li button').first().click();
  await poll(() => id('rules-units').locator('button').count()).toBeGreaterThan(0);
  await id('rules-use').click();
  await poll(() => id('rules-using').count()).toBe(1);
  await page.keyboard.press('Escape');
  await poll(() => id('rules-screen').count()).toBe(0);
  await poll(reached).toBe(before - lost);
  await poll(() => page.url()).toContain('rules=national-1');

  await page.reload();
  await poll(() => id('rules').count()).toBe(1);
  await poll(reached).toBe(before - lost);
  expect(await page.locator('.project').innerText()).toContain('(copy)');
});

test('a faulty file is refused with place and reason, a sound one is listed and can be deleted', async () => {
  const page = await desk.open('?lang=zh-CN&view=rules');
  const id = (name: string) => page.locator(`[data-testid="${name}"]`);
  await poll(() => id('rules-screen').count()).toBe(1);
  const pack = JSON.parse(readFileSync('data/rules/chengdu.json', 'utf8')) as Record<
    string,
    unknown
  >;
  const file = path.join(folder, 'town.json');
  const [norm] = pack.norms as Record<string, unknown>[];
  writeFileSync(
    file,
    JSON.stringify({ ...pack, id: 'town', norms: [{ ...norm, require: 'exactly' }] }),
  );
  await id('rules-load').setInputFiles(file);
  await poll(() => id('rules-faults').innerText()).toContain(
    '/norms/0/require：取值不对，实际 "exactly"',
  );
  expect(await id('pack-town').count()).toBe(0);
  writeFileSync(file, '{"format": ');
  await id('rules-load').setInputFiles(file);
  await poll(() => id('rules-faults').innerText()).toContain('整个文件：不是 JSON');
  writeFileSync(file, JSON.stringify({ ...pack, id: 'town' }));
  await id('rules-load').setInputFiles(file);
  await poll(() => id('pack-town').count()).toBe(1);
  expect(await id('rules-faults').count()).toBe(0);

  await id('rules-as-text').click();
  await id('rules-text').fill('{"format": "lacuna-rules"');
  await poll(() => id('rules-faults').innerText()).toContain('不是 JSON');
  await page.locator('li.chosen .delete').click();
  await poll(() => id('pack-town').count()).toBe(0);
  await id('rules-close').click();
  await poll(() => page.url()).not.toContain('view=rules');
});

test('a link to a pack that is not here says so, and the national pack decides', async () => {
  const page = await desk.open('?lang=en&rules=somebody-1');
  const alert = page.locator('header [role=alert]');
  await poll(() => alert.innerText()).toContain('"somebody-1"');
});
