import { getContext, setContext } from 'svelte';
import { numbersOf, type Numbers } from '#lib/i18n/numbers.ts';
import { translator, type Translate } from '#lib/i18n/words.ts';
import { allUnknown, type Rate } from '#lib/state/rates.ts';
import { openSheet, type Sheet } from '#lib/state/sheet.ts';

/** What the root layout hands down: the state of the page, and the words and numbers of its language. */
export class App {
  readonly settings: Sheet['settings'];
  readonly store: Sheet['store'];
  readonly counting: Sheet['counting'];
  readonly desk: Sheet['desk'];
  readonly t: Translate = $derived.by(() => translator(this.settings.locale));
  readonly numbers: Numbers = $derived.by(() => numbersOf(this.settings.locale));

  constructor(sheet: Sheet) {
    this.settings = sheet.settings;
    this.store = sheet.store;
    this.counting = sheet.counting;
    this.desk = sheet.desk;
  }

  /** A rate as a percentage; in words where nothing is known, a dash where nothing is due. */
  share(rate: Rate): string {
    return allUnknown(rate) ? this.t('look.unknown') : this.numbers.percent(rate.rate);
  }
}

const KEY = Symbol('lacuna');

/** Makes the page's state and hands it down. */
export const provideApp = (base: string): App => setContext(KEY, new App(openSheet(base)));
export const useApp = (): App => getContext<App>(KEY);
