/** What a key means in a table of rows: a row to go to, or that the active one is picked. */
export type RowMove = { to: number } | 'pick';

/**
 * What a key pressed in a table means; null where it means nothing there. A button takes its own
 * keys; the arrows go on moving through the rows.
 */
export function rowMove(
  event: KeyboardEvent,
  { active, count, page }: { active: number; count: number; page: number },
): RowMove | null {
  const onButton = (event.target as Element).closest('button') !== null;
  if (onButton && (event.key === 'Enter' || event.key === ' ')) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const to = (row: number) => ({ to: Math.max(0, Math.min(count - 1, row)) });
  switch (event.key) {
    case 'ArrowDown':
      return to(active + 1);
    case 'ArrowUp':
      return to(active - 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(count - 1);
    case 'PageDown':
      return to(active + page);
    case 'PageUp':
      return to(active - page);
    case 'Enter':
    case ' ':
      return count > 0 ? 'pick' : null;
  }
  return null;
}
