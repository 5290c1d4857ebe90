import { createStore, del, entries, set } from 'idb-keyval';
import type { Project } from '#lib/core/model.ts';
import type { KeptPlan } from '#lib/state/siting-plan.ts';

/** Keeps the plans of each project between visits. */
export interface PlanShelf {
  all(project: string): Promise<KeptPlan[]>;
  put(project: string, plan: KeptPlan): Promise<void>;
  del(project: string, id: string): Promise<void>;
}

/** What a project is known by: its name and its files. */
export const projectKey = ({ info, files }: Pick<Project, 'info' | 'files'>): string =>
  JSON.stringify([info.name, files.map(({ name, bytes, rows }) => [name, bytes, rows])]);

let opened: ReturnType<typeof createStore> | null = null;
const store = () => (opened ??= createStore('lacuna.plans', 'plans'));

/** Plans in IndexedDB, each by itself: two open pages do not take each other's away. */
export const browserPlanShelf: PlanShelf = {
  async all(project) {
    const found = await entries<string, { project: string; plan: KeptPlan }>(store());
    const own = found.filter(([, kept]) => kept.project === project);
    return own.map(([, { plan }]) => plan).sort((a, b) => (a.id < b.id ? -1 : 1));
  },
  put: (project, plan) => set(plan.id, { project, plan }, store()),
  del: (_, id) => del(id, store()),
};
