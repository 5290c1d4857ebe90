import { proxy, wrap, type Remote } from 'comlink';
import type { Norm, Measure } from '#lib/core/norms/norm.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Project, Rows } from '#lib/core/model.ts';
import type { Assessor, Audited } from '#lib/state/assessor.ts';
import { handOver } from '#lib/state/hand-over.ts';
import type { Assess, Table } from '#workers/assess.worker.ts';

interface Line {
  worker: Worker;
  remote: Remote<Assess>;
  /** The table that the worker has. */
  table: Audited | null;
}

function start(): Line {
  const worker = new Worker(new URL('../../../workers/assess.worker.ts', import.meta.url), {
    type: 'module',
  });
  return { worker, remote: wrap<Assess>(worker), table: null };
}

/** The headers that some norm measures by. */
function namedColumns(pack: RulePack): Set<string> {
  const sets = [pack.norms, ...(pack.districts ?? []).map(({ rules }) => rules.norms)];
  const measures = (norm: Norm): (Measure | undefined)[] => [
    norm.measure,
    norm.by,
    ...[{ threshold: norm.threshold }, ...(norm.bands ?? [])].map(({ threshold }) =>
      typeof threshold === 'object' ? threshold.per : undefined,
    ),
  ];
  const columns = sets
    .flat()
    .flatMap(measures)
    .map((measure) => (measure && 'column' in measure ? measure.column : undefined));
  return new Set(columns.filter((column) => column !== undefined));
}

/** A project without what no assessment reads, as all of it is copied: the walking network, the backdrop, further columns. */
function withoutAside(project: Project, pack: RulePack): Project {
  const named = [...namedColumns(pack)].map((column) =>
    column.normalize('NFKC').replace(/\s+/g, ''),
  );
  const bare = <T extends Rows>(rows: T): T => ({
    ...rows,
    extra: Object.fromEntries(
      Object.entries(rows.extra).filter(([header]) =>
        named.includes(header.normalize('NFKC').replace(/\s+/g, '')),
      ),
    ),
  });
  const { divisions, units, organisations, facilities } = project;
  const rest = { ...project } as Partial<Project>;
  delete rest.walk;
  delete rest.backdrop;
  delete rest.candidates;
  return {
    ...(rest as Project),
    issues: [],
    divisions: bare(divisions),
    units: bare(units),
    organisations: bare(organisations),
    facilities: bare(facilities),
  };
}

const isTable = (a: Audited | null, b: Audited): boolean =>
  a !== null &&
  a.project === b.project &&
  a.pack === b.pack &&
  a.audit.organisation === b.audit.organisation;

/** An assessor in a worker, which is started when it is first wanted. */
export function workerAssessor(): Assessor {
  let line: Line | null = null;
  let stop: (() => void) | null = null;
  return {
    // Solving does not answer messages, so ending the worker is the one sure way to cancel.
    cancel() {
      if (!stop) return;
      line?.worker.terminate();
      line = null;
      stop();
      stop = null;
    },
    assess(audited, onStage) {
      const own = (line ??= start());
      const ask = async () => {
        if (!isTable(own.table, audited)) {
          const { project, pack, field, audit } = audited;
          const table: Table = { project: withoutAside(project, pack), pack, field, audit };
          await handOver(own.remote, table);
          own.table = audited;
        }
        return own.remote.assess(audited.radiusM, proxy(onStage));
      };
      return new Promise((resolve, reject) => {
        const settle = () => {
          if (own === line) stop = null;
        };
        const fail = (reason: unknown) => {
          settle();
          // A worker that broke is of no more use.
          own.worker.terminate();
          if (own === line) line = null;
          reject(reason instanceof Error ? reason : new Error(String(reason)));
        };
        stop = () => reject(new DOMException('cancelled', 'AbortError'));
        own.worker.onerror = (event) => fail(new Error(event.message || 'worker'));
        ask().then((assessment) => {
          settle();
          resolve(assessment);
        }, fail);
      });
    },
  };
}
