import {
  type CommandType,
  type Finding,
  type HistoryEntry,
  type OpenViolation,
  type Refusal,
  type Status,
  type TimelineEntry,
  type Transition,
  UNDECIDING,
} from './finding';
import { queueCard, queueLine, queueOrphan, queueRequest } from './outbox';
import { worstSeverity } from './policy';
import type { Policy } from './policy-file';

/** What a transition needs beside the finding and the command: the time (UTC ISO) and the policy. */
export interface TransitionContext {
  now: string;
  policy: Policy;
  /** What need not be told at once is told from then on, UTC ISO: see `Look`. */
  tellFrom?: string;
  /** It was there before the bot was switched on. */
  existing?: boolean;
}

/** `exception_requested` while a request is pending, otherwise what the records say. */
export function statusOf(finding: Finding): Status {
  if (finding.resolution) return 'resolved';
  return finding.request ? 'exception_requested' : baseStatus(finding);
}

function baseStatus(finding: Finding): Status {
  if (finding.migration) return 'migration_scheduled';
  if (finding.grant && uncovered(finding).length === 0) return 'exception_granted';
  return finding.acknowledged ? 'acknowledged' : 'open';
}

/** The violations that no granted policy exception covers. */
export function uncovered(finding: Pick<Finding, 'violations' | 'grant'>): OpenViolation[] {
  return finding.violations.filter(({ rule }) => !finding.grant?.rules.includes(rule));
}

export function earliestDeadline(finding: Finding): string | null {
  const dates = uncovered(finding).flatMap(({ deadline }) => deadline ?? []);
  return dates.toSorted()[0] ?? null;
}

/** A promised migration takes the place of the fix date; its cap is the policy's. */
function dueDate(finding: Finding): string | null {
  if (finding.resolution) return null;
  return finding.migration?.at ?? earliestDeadline(finding);
}

interface Entry {
  type: CommandType;
  by?: string;
  note?: string;
}

/**
 * The longest note the history keeps, in characters and in bytes of UTF-8: 150 entries with their notes have to fit into
 * an item of 400 KB, in every script.
 */
const NOTE_LENGTH = 1000;
const NOTE_BYTES = 1800;

function noteOf(text: string): string {
  const note = text.slice(0, NOTE_LENGTH);
  if (Buffer.byteLength(note) <= NOTE_BYTES) return note;
  // A character that the cut goes through becomes a replacement character, which is left out.
  return Buffer.from(note)
    .subarray(0, NOTE_BYTES)
    .toString()
    .replace(/\uFFFD+$/, '');
}

/** The one place where a finding changes: next version, status and deadline from the records, history, messages. */
export function changed(
  finding: Finding,
  change: Partial<Finding>,
  entry: Entry,
  context: TransitionContext,
): Transition {
  const next: Finding = { ...finding, ...change, version: finding.version + 1 };
  const to = statusOf(next);
  const history: HistoryEntry = {
    version: next.version,
    at: context.now,
    actor: entry.by ?? 'bot',
    command: entry.type,
    from: finding.status,
    to,
    ...(entry.note ? { note: noteOf(entry.note) } : {}),
  };
  const after: Finding = {
    ...next,
    status: to,
    severity: worstSeverity(next.violations),
    deadline: dueDate(next),
    timeline: continued(next.timeline, { at: context.now, status: to, team: next.team }),
    history: [...finding.history, history],
  };
  return { kind: 'changed', finding: tell(tellPeople(after, finding, entry, context), context) };
}

/** Grows only when the status or the team changes. */
function continued(timeline: TimelineEntry[], entry: TimelineEntry): TimelineEntry[] {
  const last = timeline.at(-1);
  return last?.status === entry.status && last.team === entry.team ? timeline : [...timeline, entry];
}

/** The card of the owner, or the card that looks for one, and the request card: queued once, when first needed. */
export function tell(finding: Finding, context: TransitionContext): Finding {
  if (finding.status === 'resolved') return finding;
  const cards = finding.owner ? queueCard(finding, finding.owner, context) : queueOrphan(finding, context);
  const asked = cards.handover ? queueOrphan(cards, context) : cards;
  return asked.request ? queueRequest(asked, asked.request.id, context) : asked;
}

/** An update of a card notifies nobody, so the people concerned get one short line. */
function tellPeople(after: Finding, before: Finding, entry: Entry, context: TransitionContext): Finding {
  const { by } = entry;
  const owner = before.owner?.userId;
  const closed = after.closedRequests.at(-1);
  const decided =
    before.request !== null && after.request === null && closed?.id === before.request.id && entry.type !== 'resolve';
  if (decided && closed) {
    const line = {
      about: 'decided' as const,
      by: by ?? null,
      outcome: closed.outcome,
      until: after.grant?.until,
      note: closed.note,
    };
    return [closed.by, owner]
      .filter((person) => person !== undefined && person !== by)
      .reduce((told, person) => (person ? queueLine(told, person, line, context) : told), after);
  }
  const acted = ['acknowledge', 'schedule_migration', 'request_exception'].includes(entry.type);
  if (!acted || !by || !owner || owner === by) return after;
  return queueLine(after, owner, { about: 'acted', by, command: entry.type, until: after.migration?.at }, context);
}

/** Says what the finding has moved on to, by whom and when. */
export function refused(finding: Finding): Transition {
  return { kind: 'refused', refusal: movedOn(finding) };
}

export function movedOn(finding: Finding): Refusal {
  if (finding.resolution) return { code: 'resolved', at: finding.resolution.at };
  const last = finding.history.findLast(({ command }) => !UNDECIDING.includes(command)) ?? finding.history.at(-1);
  return {
    code: 'moved_on',
    status: finding.status,
    by: last?.actor ?? 'bot',
    command: last?.command ?? 'open',
    at: last?.at ?? finding.openedAt,
  };
}
