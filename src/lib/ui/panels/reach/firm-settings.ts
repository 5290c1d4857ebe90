import type { FirmCutoffs } from '#lib/core/reach/firmness.ts';
import type { App } from '#lib/ui/app.svelte.ts';

/** The settings that a firm verdict was asked under, in words. */
export function firmSettings(
  { radiusM, walkM, minutes, positionM }: FirmCutoffs,
  walked: boolean,
  { t, numbers }: Pick<App, 't' | 'numbers'>,
): string {
  const settings: string[] = [];
  if (radiusM !== null)
    settings.push(t('firmness.settings.radius', { radius: numbers.metres(radiusM) }));
  if (walked && walkM !== null)
    settings.push(t('firmness.settings.walk', { walk: numbers.metres(walkM) }));
  if (walked && minutes !== null) settings.push(t('firmness.settings.minutes', { minutes }));
  if (walked) settings.push(t('firmness.settings.snaps'));
  return t('firmness.settings', {
    settings: settings.join(t('insight.separator')),
    position: numbers.metres(positionM),
  });
}
