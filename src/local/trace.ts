/** What happened under the hood: one entry per real call between the handlers, the stand-ins and the page. */
export interface TraceEntry {
  seq: number;
  /** UTC ISO time on the local clock. */
  at: string;
  /** How long the call took, ms; absent for things that have no duration. */
  ms?: number;
  /** Who was called: `lambda`, `sagemaker`, `dynamodb`, `events`, `sts`, `slack` or `page`. */
  lane: string;
  /** The call in the service's own word: `DescribeNotebookInstance`, `chat.postMessage`, `notebookEvents`. */
  title: string;
  /** One short line; never a token or a whole payload. */
  detail?: string;
  ok: boolean;
  /** A write that was not made because its condition did not hold: somebody else had done it. */
  notNeeded?: true;
}

export interface Trace {
  record(entry: Omit<TraceEntry, 'seq' | 'at'>): void;
  /** The newest entries, oldest first. */
  recent(): TraceEntry[];
  clear(): void;
  onRecord(listener: (entry: TraceEntry) => void): () => void;
}

const KEPT = 300;

export function createTrace(): Trace {
  let seq = 0;
  let entries: TraceEntry[] = [];
  const listeners = new Set<(entry: TraceEntry) => void>();
  return {
    record: (entry) => {
      seq += 1;
      const full = { ...entry, seq, at: new Date().toISOString() };
      entries = [...entries.slice(-(KEPT - 1)), full];
      for (const listener of listeners) listener(full);
    },
    recent: () => entries,
    clear: () => {
      entries = [];
    },
    onRecord: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
