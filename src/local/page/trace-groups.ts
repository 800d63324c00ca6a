import type { TraceEntry } from '../trace';

/** The calls that one trigger caused, in order. */
export interface TraceGroup {
  seq: number;
  at: string;
  entries: TraceEntry[];
  failed: number;
}

const PAUSE_MS = 2000;

/** Cuts the trace where the visitor did something (lane `page`) or where nothing happened for two seconds. */
export function groupTrace(entries: TraceEntry[]): TraceGroup[] {
  const groups: TraceGroup[] = [];
  let before: TraceEntry | undefined;
  for (const entry of entries) {
    const last = groups.at(-1);
    const pause = before ? Date.parse(entry.at) - Date.parse(before.at) : 0;
    if (!last || entry.lane === 'page' || pause > PAUSE_MS) {
      groups.push({ seq: entry.seq, at: entry.at, entries: [entry], failed: entry.ok ? 0 : 1 });
    } else {
      last.entries.push(entry);
      if (!entry.ok) last.failed += 1;
    }
    before = entry;
  }
  return groups;
}

/** What the visitor does that starts nothing, or only what runs on a schedule. */
const QUIET = ['clock', 'start over', 'App Home', 'message'];

/** A launch, a press or a command, on this page or by the visitor's own AWS tools; not what runs on a schedule. */
function isOfInterest({ entries: [first] }: TraceGroup): boolean {
  if (first?.lane === 'page') return !QUIET.includes(first.title);
  return (
    first?.lane === 'sagemaker' && /NotebookInstance$|Tags$/.test(first.title) && !/^(Describe|List)/.test(first.title)
  );
}

/** The newest group that something worth telling started. */
export const newestOfInterest = (groups: TraceGroup[]): TraceGroup | undefined => groups.filter(isOfInterest).at(-1);

const MOST_STEPS = 8;

/** The way from what started a group to what came of it: each call once, without the bookkeeping in the table. */
export function flowOf({ entries }: TraceGroup): TraceEntry[] {
  const firstEvent = entries.find(({ lane }) => lane === 'events');
  const steps = entries.filter((entry) => !['dynamodb', 'events'].includes(entry.lane) || entry === firstEvent);
  const once = steps.filter((step, index) => steps.findIndex(({ title }) => title === step.title) === index);
  return once.slice(0, MOST_STEPS);
}
