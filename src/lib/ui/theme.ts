import { cssTokens, type Theme } from '#lib/map/palette.ts';

/** Puts the inks of a theme on the page. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  root.dataset.theme = theme;
  for (const [name, value] of Object.entries(cssTokens(theme))) root.style.setProperty(name, value);
}
