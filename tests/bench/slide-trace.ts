/** One event of a trace; times in microseconds. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Of the thread's own time. */
  tdur?: number;
}

/** What the main thread did between a mark and the next, milliseconds of its own time. */
export interface Spent {
  mark: string;
  /** Handlers, frames, timers, messages and the microtasks after them. */
  script: number;
  /** How many frames ran script, and what of the script was theirs. */
  frames: number;
  inFrames: number;
  /** All tasks: style, layout, painting and garbage besides. */
  tasks: number;
}

export const TRACED = [
  'blink.user_timing',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'toplevel',
  'v8',
];

const SCRIPT = new Set([
  'EvaluateScript',
  'FireAnimationFrame',
  'FunctionCall',
  'RunMicrotasks',
  'TimerFire',
  'v8.callFunction',
  'V8.RunMicrotasks',
]);
const FRAME = new Set(['FireAnimationFrame']);
const TASK = new Set(['RunTask', 'ThreadControllerImpl::RunTask']);

/** The outermost of some events of a thread: what is inside another is part of it. */
function outermost(events: TraceEvent[]): TraceEvent[] {
  let end = -Infinity;
  return events
    .filter(({ dur }) => dur !== undefined)
    .sort((a, b) => a.ts - b.ts || b.dur! - a.dur!)
    .filter(({ ts, dur }) => {
      if (ts < end) return false;
      end = ts + dur!;
      return true;
    });
}

/** Sums a trace of the page by its marks that begin with `prefix`, the one before the first left out. */
export function spentBetween(trace: Buffer, prefix: string): Spent[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const marks = traceEvents
    .filter(({ name, ph }) => name.startsWith(prefix) && 'RIinb'.includes(ph))
    .sort((a, b) => a.ts - b.ts);
  if (marks.length === 0) throw new Error(`no mark ${prefix} in the trace`);
  const { pid, tid } = marks[0];
  const own = traceEvents.filter((event) => event.pid === pid && event.tid === tid);
  const out = marks.map(({ name }): Spent => ({
    mark: name,
    script: 0,
    frames: 0,
    inFrames: 0,
    tasks: 0,
  }));
  // The handler begins before the mark that it makes.
  const at = ({ ts, dur }: TraceEvent): number => {
    const next = marks.findIndex((mark) => mark.ts >= ts + dur!);
    return (next < 0 ? marks.length : next) - 1;
  };
  for (const [kind, names] of [
    ['script', SCRIPT],
    ['inFrames', FRAME],
    ['tasks', TASK],
  ] as const) {
    for (const event of outermost(own.filter(({ name }) => names.has(name)))) {
      const k = at(event);
      if (k < 0) continue;
      out[k][kind] += (event.tdur ?? event.dur!) / 1000;
      if (kind === 'inFrames') out[k].frames++;
    }
  }
  return out;
}

/** Whether a trace tells the threads' own time and not only the clock's. */
export const hasThreadTime = (trace: Buffer): boolean => trace.includes('"tdur"');
