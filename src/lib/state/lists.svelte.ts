import { AUDIT_LISTS, LISTS } from '#lib/core/report/lists/all.ts';
import type { AuditInput, ListInput } from '#lib/core/report/lists/list-input.ts';
import type { List, ListId } from '#lib/core/report/lists/list.ts';

/** Lists of one input, each made when it is first asked for. */
interface Made<Input> {
  input: Input;
  lists: Map<ListId, List>;
}

const fresh = <Input>(input: Input | null): Made<Input> | null =>
  input && { input, lists: new Map() };

function find<Input>(
  made: Made<Input> | null,
  id: ListId,
  makers: Partial<Record<ListId, (input: Input) => List>>,
): List | null {
  if (!made) return null;
  const known = made.lists.get(id);
  if (known) return known;
  const list = makers[id]?.(made.input) ?? null;
  if (list) made.lists.set(id, list);
  return list;
}

/** The lists of what is on the screen: those of the audit at once, the others once it is assessed. */
export class Lists {
  readonly #audited: () => AuditInput | null;
  readonly #assessed: () => ListInput | null;
  readonly #ofAudit = $derived.by(() => fresh(this.#audited()));
  readonly #ofAssessment = $derived.by(() => fresh(this.#assessed()));

  constructor(audited: () => AuditInput | null, assessed: () => ListInput | null) {
    this.#audited = audited;
    this.#assessed = assessed;
  }

  /** What the lists of the assessment are made of; null until there is one. */
  get input(): ListInput | null {
    return this.#ofAssessment?.input ?? null;
  }

  /** A list; null until there is what it is made of. */
  get(id: ListId): List | null {
    return id in AUDIT_LISTS
      ? find(this.#ofAudit, id, AUDIT_LISTS)
      : find(this.#ofAssessment, id, LISTS);
  }
}
