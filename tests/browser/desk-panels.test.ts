import { expect, test } from 'vitest';
import { useModern } from './fixture.ts';
import { openList } from './lists.ts';

const desk = useModern();
/** Patient: two cores may be busy with other tests. */
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });

test('what is chosen in the table is chosen in tree, inspector and link, and a reload restores it', async () => {
  const page = await desk.open('?lang=en');
  const row = page.locator('[data-testid=ranked-table] [role=row]').nth(2);
  const name = await row.locator('.name').innerText();
  const n = await row.locator('[role=gridcell]').nth(4).innerText();
  await row.click();
  await poll(() => page.locator('[data-testid=inspector] h2').innerText()).toBe(name);
  expect(await page.locator('[role=treeitem][aria-selected=true] .name').innerText()).toBe(name);
  const counts = page.locator('[data-testid=inspector] .rate .counts').first();
  expect((await counts.innerText()).split(' / ')[0]).toBe(n);
  await poll(() => page.url()).toContain('at=d');
  await page.reload();
  await expect.poll(() => page.locator('[data-testid=inspector] h2').innerText()).toBe(name);
});

test('the tree answers the keys, and the table follows', async () => {
  const page = await desk.open('?lang=en');
  await page.locator('[data-testid=tree]').focus();
  for (const key of ['Home', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  const chosen = page.locator('[role=treeitem][aria-selected=true] .name');
  const name = await chosen.innerText();
  expect(await page.locator('[data-testid=inspector] h2').innerText()).toBe(name);
  const parents = page.locator(
    '[data-testid=ranked-table] [role=row] [role=gridcell]:nth-child(3)',
  );
  expect(new Set(await parents.allInnerTexts())).toEqual(new Set([name]));
});

test('a rate opens to as many rows as its denominator, and a row chooses its unit', async () => {
  const page = await desk.open('?lang=en');
  for (const i of [0, 1, 2]) {
    const rate = page.locator('[data-testid=inspector] .rate.large').nth(i);
    const [n, due] = (await rate.locator('.counts').innerText()).split(' / ');
    await rate.click();
    await poll(() => page.locator('[data-testid=figure-due]').count()).toBe(1);
    expect(await page.locator('[data-testid=figure-n]').innerText()).toBe(n);
    expect(await page.locator('[data-testid=figure-due]').innerText()).toBe(due);
    expect(await page.locator('[data-testid=figure-rows]').innerText()).toBe(due);
    if (i < 2) await page.keyboard.press('Escape');
  }
  await page.locator('[data-testid=figure] .row').first().click();
  await poll(() => page.url()).toContain('at=u');
});

test('the other language leaves no word behind', async () => {
  const page = await desk.open('?lang=zh-CN');
  const before = await page.locator('[data-testid=tree] .counts').allInnerTexts();
  await page.locator('[data-testid=language]').selectOption('en');
  for (const mode of ['blanks', 'divisions']) {
    await openList(page, mode);
    if (mode === 'blanks')
      await page.locator('[data-testid=ranked-table] [role=row]').nth(1).click();
    const left = await page.evaluate(() => {
      const chinese = /[\u3400-\u9fff]/;
      const found: string[] = [];
      const own = '[translate=no], [data-testid=map] .attribution, [data-testid=map] .source';
      for (const node of document.querySelectorAll('[data-testid=desk] *')) {
        if (node.closest(own)) continue;
        for (const name of ['aria-label', 'title', 'placeholder']) {
          const value = node.getAttribute(name) ?? '';
          if (chinese.test(value)) found.push(value);
        }
        for (const child of node.childNodes)
          if (child.nodeType === 3 && chinese.test(child.textContent ?? ''))
            found.push(child.textContent ?? '');
      }
      return found;
    });
    expect(left).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  expect((await page.locator('[data-testid=tree] .counts').allInnerTexts())[0]).toBe(before[0]);
});

test('the radius answers: more is reached, and back by the rules it is as before', async () => {
  const page = await desk.open('?lang=en&ledger=service');
  const first = page.locator('[data-testid=tree] .counts').first();
  const before = await first.innerText();
  await page.locator('[data-testid=radius]').fill('2000');
  await poll(() => first.innerText()).not.toBe(before);
  const reached = Number((await first.innerText()).split(' / ')[0].replace(/,/g, ''));
  expect(reached).toBeGreaterThan(Number(before.split(' / ')[0].replace(/,/g, '')));
  const widest = await first.innerText();
  await page.locator('[data-testid=radius-reset]').click();
  await poll(() => first.innerText()).toBe(before);
  // Dragged from end to end: what is on the screen in the end is the last step, not one before.
  await page.evaluate(async () => {
    const slider = document.querySelector<HTMLInputElement>('[data-testid=radius]')!;
    for (let radiusM = 100; radiusM <= 2000; radiusM += 50) {
      slider.value = String(radiusM);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 16));
    }
  });
  await poll(() => first.innerText()).toBe(widest);
  await page.waitForTimeout(1000);
  expect(await first.innerText()).toBe(widest);
  expect(page.url()).toContain('radius=2000');
});

test('a unit of the list is found in the tree, and its reason says the metres of the slider', async () => {
  const page = await desk.open('?lang=en&ledger=service&list=blanks&radius=800');
  await page.locator('[data-testid=ranked-table] [role=row]').nth(3).click();
  await poll(() => page.locator('[data-testid=inspector]').innerText()).toContain('set to 800 m');
  expect(await page.locator('[data-testid=inspector]').innerText()).not.toContain('GB 50180');
  const shown = () =>
    page.evaluate(() => {
      const row = document.querySelector('[data-testid=tree] .within')?.getBoundingClientRect();
      const tree = document.querySelector('[data-testid=tree]')!.getBoundingClientRect();
      return row !== undefined && row.top >= tree.top - 1 && row.bottom <= tree.bottom + 1;
    });
  await poll(shown).toBe(true);
  const inside = await page.locator('[data-testid=tree] .within .name').innerText();
  expect(await page.locator('[data-testid=inspector]').innerText()).toContain(inside);
});

test('the list says of which ledger a blank is, and the legend is whole on a small desk', async () => {
  for (const lang of ['zh-CN', 'en']) {
    const page = await desk.open(`?lang=${lang}&list=blanks`);
    const titles: string[] = [];
    for (const ledger of ['organisation', 'work', 'service']) {
      await page.locator(`[data-ledger=${ledger}]`).click();
      titles.push(await page.locator('[data-mode=blanks]').first().innerText());
    }
    expect(new Set(titles).size).toBe(3);
    await page.locator('[data-ledger=organisation]').click();
    await page.locator('[data-testid=legend] .fold').click();
    const [content, frame] = await page.evaluate(() => {
      const legend = document.querySelector('[data-testid=legend]')!;
      return [legend.scrollHeight, legend.clientHeight];
    });
    expect(content).toBeLessThanOrEqual(frame);
    const path = (nth: number) =>
      page.locator('[data-testid=legend] svg.kind path').nth(nth).getAttribute('d');
    const shapes = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(path));
    expect(new Set(shapes).size).toBe(8);
  }
});
