/** One event of Chromium's trace format: times and durations in µs. */
export interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** On the processor, without what other programs took meanwhile. */
  tdur?: number;
}

/** Events in which script runs, garbage is collected for it, or its microtasks run; those inside others count once. */
const SCRIPT = new Set([
  'FunctionCall',
  'FireAnimationFrame',
  'TimerFire',
  'EventDispatch',
  'EvaluateScript',
  'RunMicrotasks',
  'v8.callFunction',
  'WebSocketReceive',
  'MinorGC',
  'MajorGC',
  'V8.GCScavenger',
  'V8.GCIncrementalMarking',
]);
const TASK = 'ThreadControllerImpl::RunTask';
/** Callbacks of one picture begin within this time; pictures are further apart. */
const SAME_PICTURE_US = 3000;

/** Milliseconds on the page's main thread, picture by picture: from each picture's first callback to the next one's. */
export interface ScriptFrames {
  script: number[];
  /** The same on the processor: without the time in which other programs had it. */
  worked: number[];
  everything: number[];
  seconds: number;
}

export function scriptFrames(events: readonly TraceEvent[]): ScriptFrames {
  const main = mainThread(events);
  const complete = events.filter((event) => event.ph === 'X' && `${event.pid} ${event.tid}` === main);
  const starts = pictures(complete);
  if (starts.length < 2) throw new Error(`The trace holds ${starts.length} pictures; two are the least.`);
  const inFrames = (names: (name: string) => boolean): number[] =>
    shareOut(union(complete.filter(({ name }) => names(name))), starts);
  return {
    script: inFrames((name) => SCRIPT.has(name)),
    worked: shareOut(onProcessor(complete.filter(({ name }) => SCRIPT.has(name))), starts),
    everything: inFrames((name) => name === TASK || SCRIPT.has(name)),
    seconds: (starts.at(-1)! - starts[0]!) / 1e6,
  };
}

/** The thread that draws most pictures. */
function mainThread(events: readonly TraceEvent[]): string {
  const counts = new Map<string, number>();
  for (const { name, pid, tid } of events)
    if (name === 'FireAnimationFrame') counts.set(`${pid} ${tid}`, (counts.get(`${pid} ${tid}`) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** When each picture began. */
function pictures(events: readonly TraceEvent[]): number[] {
  const fires = events.filter(({ name }) => name === 'FireAnimationFrame').sort((a, b) => a.ts - b.ts);
  let end = Number.NEGATIVE_INFINITY;
  return fires.flatMap(({ ts, dur = 0 }) => {
    const first = ts - end > SAME_PICTURE_US;
    end = ts + dur;
    return first ? [ts] : [];
  });
}

type Interval = [from: number, to: number];

/** What the events cover, without counting any moment twice. */
function union(events: readonly TraceEvent[]): Interval[] {
  const sorted = events.map(({ ts, dur = 0 }): Interval => [ts, ts + dur]).sort((a, b) => a[0] - b[0]);
  const out: Interval[] = [];
  for (const [from, to] of sorted) {
    const last = out.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/** The outermost of the events, each as long as it had the processor. */
function onProcessor(events: readonly TraceEvent[]): Interval[] {
  let end = Number.NEGATIVE_INFINITY;
  return [...events]
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
    .flatMap(({ ts, dur = 0, tdur = dur }): Interval[] => {
      if (ts < end) return [];
      end = ts + dur;
      return [[ts, ts + tdur]];
    });
}

/** Milliseconds covered between each start and the next. */
function shareOut(intervals: readonly Interval[], starts: readonly number[]): number[] {
  return starts.slice(0, -1).map((start, i) => {
    const end = starts[i + 1]!;
    const covered = intervals.reduce(
      (sum, [from, to]) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)),
      0,
    );
    return covered / 1000;
  });
}
