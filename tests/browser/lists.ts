import type { Page } from 'playwright-core';

/** Opens a list below the map by its tab, which may stand in the menu of those that found no room. */
export async function openList(page: Page, mode: string): Promise<void> {
  const tab = page.locator(`[data-mode=${mode}]`).first();
  if (!(await tab.isVisible())) await page.locator('[data-testid=more-lists]').click();
  await tab.click();
}
