/** The languages of the product, as i18n has words for them. */
export type Locale = 'zh-CN' | 'en';

export const THEME_CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** Where settings are kept between visits; every call may throw, and is allowed to. */
export type Keep = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'lacuna.settings';

/** Language and appearance of the screen, kept between visits. */
export class Settings {
  locale = $state.raw<Locale>('zh-CN');
  theme = $state.raw<ThemeChoice>('system');
  /** Whether the system asks for dark. */
  systemDark = $state.raw(false);
  readonly dark = $derived(this.theme === 'dark' || (this.theme === 'system' && this.systemDark));
  readonly #keep: Keep | null;

  constructor(keep: Keep | null, languages: readonly string[]) {
    this.#keep = keep;
    const first = languages[0] ?? 'zh-CN';
    this.locale = first.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
    try {
      const kept: unknown = JSON.parse(keep?.getItem(KEY) ?? '{}');
      if (typeof kept === 'object' && kept !== null) this.adopt(kept as Record<string, unknown>);
    } catch {
      // A full or forbidden storage only costs the memory of the choice.
    }
  }

  /** Takes over what is valid of a choice of language and theme. */
  adopt(choice: { locale?: unknown; theme?: unknown }): void {
    if (choice.locale === 'zh-CN' || choice.locale === 'en') this.locale = choice.locale;
    const theme = THEME_CHOICES.find((known) => known === choice.theme);
    if (theme) this.theme = theme;
  }

  /** Chooses and keeps. */
  choose(choice: { locale?: Locale; theme?: ThemeChoice }): void {
    this.adopt(choice);
    try {
      this.#keep?.setItem(KEY, JSON.stringify({ locale: this.locale, theme: this.theme }));
    } catch {
      // As above.
    }
  }
}
