import type { Launch, Notebook } from './notebook';
import type { RuleId, Severity, Violation } from './policy';

/** They follow from the records a finding holds (see `statusOf`). */
export const UNRESOLVED_STATUSES = [
  'open',
  'acknowledged',
  'migration_scheduled',
  'exception_requested',
  'exception_granted',
] as const;

/** `resolved` comes from evidence alone. */
export const STATUSES = [...UNRESOLVED_STATUSES, 'resolved'] as const;

export type Status = (typeof STATUSES)[number];

/** How the owner was found, with the words seen (the tag's value, the caller's name, the team). */
export type OwnerSource =
  | { kind: 'tag' | 'email_tag' | 'caller' | 'team' | 'account'; seen: string }
  | { kind: 'assigned'; by: string };

/** The Slack user who must act. */
export interface Owner {
  userId: string;
  source: OwnerSource;
  /** IANA time zone, when Slack told it. */
  timeZone?: string;
}

/** Who made the AWS call, as CloudTrail tells it: session or user name, its role, and the Slack user if one is known. */
export interface Caller {
  name: string;
  role?: string;
  userId?: string;
}

/** A violation on a finding. `deadline` is UTC ISO; null while there is no approved network to move to. */
export interface OpenViolation extends Violation {
  firstSeenAt: string;
  deadline: string | null;
}

export type FilePlan = 'backup' | 'safe_elsewhere' | 'nothing_to_keep';

export interface Migration {
  /** The promised moment, UTC ISO. */
  at: string;
  by: string;
  decidedAt: string;
  files?: FilePlan;
  /** Who said what becomes of the files, and when: moving the date is not saying it again. */
  said?: { by: string; at: string };
  note?: string;
}

export type ExceptionCategory = 'packages' | 's3_data' | 'third_party_api' | 'other';

/** A request for a policy exception. `id` is the id of the Slack view that was submitted, so a double submit is one request. */
export interface ExceptionRequest {
  id: string;
  by: string;
  at: string;
  rules: RuleId[];
  until: string;
  category: ExceptionCategory;
  reason: string;
  /** What protects the data meanwhile. */
  control?: string;
  timeoutAt: string;
  quorum: number;
  approvals: Approval[];
  /** What security asked back, newest last, at most 5. */
  questions: Question[];
  /** People who changed the owner while this request was pending: they cannot decide on it. */
  ownerChangedBy: string[];
}

/** Asked of the requester; it changes neither the status nor the due time. */
export interface Question {
  by: string;
  at: string;
  text: string;
  answer?: { by: string; at: string; text: string };
}

export interface Approval {
  by: string;
  at: string;
  until: string;
  rules: RuleId[];
  condition?: string;
}

export interface Grant {
  requestId: string;
  rules: RuleId[];
  until: string;
  at: string;
  approvers: string[];
  conditions: string[];
}

export type RequestOutcome =
  | 'granted'
  | 'denied'
  | 'withdrawn'
  | 'timed_out'
  | 'resolved'
  | 'expired'
  | 'revoked'
  | 'superseded';

/** A request that is no longer pending, kept so that its card can still be shown. */
export interface ClosedRequest extends ExceptionRequest {
  outcome: RequestOutcome;
  closedAt: string;
  closedBy?: string;
  note?: string;
  /** The fix date that holds after the outcome, UTC ISO, where one does. */
  deadline?: string | null;
}

/** "Not mine": a proposal that a lead or security acts on. */
export interface Handover {
  by: string;
  at: string;
  proposed?: string;
  note?: string;
}

/** Only a look resolves: `gone` = AWS knew no such launch any more, `compliant` = all rules were met. */
export interface Resolution {
  at: string;
  evidence: 'gone' | 'compliant';
  /** When the look began, UTC ISO. */
  lookedAt: string;
}

export interface HistoryEntry {
  /** The finding's version after this entry. */
  version: number;
  at: string;
  /** A Slack user id, or `bot`. */
  actor: string;
  command: CommandType;
  from: Status | null;
  to: Status;
  note?: string;
}

/**
 * A message in Slack that shows the finding, and the outbox at once: it is queued by the transition that needs it and
 * delivered later, exactly once. Cards follow the finding; a `line` or a `reminder` is sent once and never changed.
 */
export interface Message {
  kind: 'card' | 'orphan' | 'request' | 'line' | 'reminder';
  /** A Slack user or channel id. */
  to: string;
  /** The round of cards this belongs to (a reopened finding starts a new one). */
  round: number;
  queuedAt: string;
  /**
   * Sent by itself as soon as possible: the card of a launch seen by event, the answer to a click, a card in the channel.
   * All else goes into a notice: one message to its reader with everything that is due, in working hours.
   */
  atOnce: boolean;
  /** Not to be sent before, UTC ISO: a finding that need not interrupt waits for the reader's morning. */
  notBefore?: string;
  /** What a line says. */
  line?: Line;
  /** What a reminder is about. */
  reminder?: Reminder;
  /** The request that a request card shows. */
  requestId?: string;
  /** Says hello: the first message ever to this person. */
  greeting?: boolean;
  /** Tries so far; every try holds the message until `leaseUntil`. */
  attempt: number;
  firstTriedAt?: string;
  leaseUntil?: string;
  /** The conversation id (a DM's D id) and timestamp Slack gave it; absent until it was posted. */
  channel?: string;
  ts?: string;
  /** When it was posted, UTC ISO. */
  postedAt?: string;
  /** The newest version of the finding that it shows. 0 until posted. */
  shownVersion: number;
  /** Nothing will change it any more. */
  final: boolean;
}

export type Line =
  | { about: 'acted'; by: string; command: CommandType; until?: string }
  | { about: 'decided'; by: string | null; outcome: RequestOutcome; until?: string; note?: string }
  /** To the requester; the answer goes to whoever asked. */
  | { about: 'asked'; by: string; question: string }
  | { about: 'answered'; by: string; answer: string }
  /** In the thread of the request card: the exception that it led to ends soon. */
  | { about: 'expiring'; requestId: string; until: string; renewalAsked: boolean };

/**
 * A step of a reminder ladder. `again`, `still`: the same once more, later. Who hears of it is the message's `to`:
 * - `undecided`: no decision yet; `undecided_again` announces when the lead is asked; `snoozed` follows a snooze
 * - `date_tomorrow`, `date_passed`, `date_still_passed`: the fix date
 * - `migration_tomorrow`, `migration_missed`, `migration_still_missed`: the promised date
 * - `exception_7_days`, `exception_1_day`: the end of a granted exception
 * - `request_waits`: a request waits for security; `owner_missing`: the notebook waits for an owner
 */
export type ReminderStep =
  | 'undecided'
  | 'snoozed'
  | 'undecided_again'
  | 'date_tomorrow'
  | 'date_passed'
  | 'date_still_passed'
  | 'migration_tomorrow'
  | 'migration_missed'
  | 'migration_still_missed'
  | 'exception_7_days'
  | 'exception_1_day'
  | 'request_waits'
  | 'owner_missing';

export type Audience = 'owner' | 'lead' | 'requester' | 'security';

/**
 * `anchor`: what it waits for, so that another date or request starts anew: a moment (UTC ISO) or a request's id; behind
 * a `+` which repetition it is.
 */
export interface Reminder {
  step: ReminderStep;
  audience: Audience;
  anchor: string;
}

/** What was reminded of since the finding was (re)opened. None of it moves a date. */
export interface Reminded {
  /** The steps that were taken, by their keys (see `domain/reminders`), with their time. */
  told: Record<string, string>;
  snoozes: number;
  /** The owner was told, in answer to a snooze, when their lead is asked. UTC ISO. */
  leadAnnouncedAt: string | null;
  /** The owner's next reminder waits until then, UTC ISO. */
  snoozedUntil: string | null;
}

/** The status and the team from a moment on: what the numbers are computed from. */
export interface TimelineEntry {
  at: string;
  status: Status;
  team: string | null;
}

/** One launch with at least one violation, and everything that happened to it. */
export interface Finding {
  launch: Launch;
  /** `NB-7F3K` */
  reference: string;
  notebook: Notebook;
  violations: OpenViolation[];
  /** Fixed since the finding was (re)opened. */
  fixed: { rule: RuleId; at: string }[];
  severity: Severity;
  status: Status;
  owner: Owner | null;
  /** The owner's team; null while unknown. */
  team: string | null;
  /** The lead's channel or person that hears of it while the owner is unknown comes from this tag; it gives no power. */
  teamTag: string | null;
  /** Where we looked for an owner, in order; kept for the orphan card. */
  ownerSearch: { source: string; found: string }[];
  /** A human assigned the owner or decided: tags no longer change the owner. */
  ownerSettled: boolean;
  /** Since when the present owner has it, or nobody has; UTC ISO. */
  ownerSince: string;
  /** Everyone who ever owned it. */
  owners: string[];
  /** Owners whom Slack could not reach any more. */
  lostOwners: string[];
  /** How often the owner changed. */
  assignments: number;
  handover: Handover | null;
  handovers: number;
  launchedBy: Caller | null;
  /** The strictest data sensitivity ever seen on the launch. */
  sensitivity: string;
  firstSeenAt: string;
  /** When the present (re)open began. */
  openedAt: string;
  /** The launch was seen by event while it was young, rather than found later. */
  seenByEvent: boolean;
  /** The earliest fix date among violations that no grant covers; null when there is none or it waits. */
  deadline: string | null;
  acknowledged: { at: string; by: string } | null;
  migration: Migration | null;
  request: ExceptionRequest | null;
  grant: Grant | null;
  /** Newest last, at most 5. */
  closedRequests: ClosedRequest[];
  resolution: Resolution | null;
  reminded: Reminded;
  /** One entry a change of status or team, oldest first, never trimmed. */
  timeline: TimelineEntry[];
  /** Why it was opened again, when it was. */
  reopened: { at: string; goodAt: string } | null;
  round: number;
  observedAt: string;
  version: number;
  publishedVersion: number;
  history: HistoryEntry[];
  messages: Record<string, Message>;
}

/** A look at a notebook that found it there. `observedAt` is when the look began, UTC ISO. */
export interface Look {
  notebook: Notebook;
  violations: Violation[];
  sensitivity: string;
  /** An approved network exists for the account and region. */
  networkReady: boolean;
  /** Who launched it, when the event that led here told. */
  launchedBy: Caller | null;
  observedAt: string;
  /**
   * One of many looks that belong together: what they find is told from this moment on (UTC ISO), the same for all of
   * them, so that one message tells a reader everything.
   */
  tellFrom?: string;
}

/** What the owner ladder found. */
export interface OwnerFound {
  owner: Owner | null;
  team: string | null;
  teamTag: string | null;
  search: { source: string; found: string }[];
}

export type Command =
  | { type: 'acknowledge'; by: string }
  | { type: 'schedule_migration'; by: string; at: string; files?: FilePlan; note?: string }
  | {
      type: 'request_exception';
      by: string;
      requestId: string;
      rules: RuleId[];
      until: string;
      category: ExceptionCategory;
      reason: string;
      control?: string;
    }
  | { type: 'withdraw'; by: string; requestId: string }
  /**
   * `members`: who belongs to security at this moment, as Slack says. An approval of somebody who left does not count;
   * without the list nobody is taken to have left.
   */
  | {
      type: 'approve';
      by: string;
      requestId: string;
      until?: string;
      rules?: RuleId[];
      condition?: string;
      members?: string[];
    }
  | { type: 'deny'; by: string; requestId: string; reason: string }
  /** Asked of the requester, and their answer: security asks, who may decide on the finding answers. */
  | { type: 'ask'; by: string; requestId: string; question: string }
  | { type: 'answer'; by: string; requestId: string; answer: string }
  | { type: 'time_out'; requestId: string }
  | { type: 'expire' }
  | { type: 'revoke'; by: string; requestId: string; reason: string }
  | { type: 'observe'; look: Look }
  | { type: 'resolve'; evidence: Resolution['evidence']; observedAt: string }
  | { type: 'reopen'; look: Look }
  | { type: 'disown'; by: string; proposed?: string; note?: string }
  /** `lost`: the present owner cannot be reached any more, so somebody else must be, whatever was settled before. */
  | { type: 'assign_owner'; by: string | null; found: OwnerFound; lost?: boolean }
  /**
   * A step of the ladder, told to the owner or requester (`remind`) or to others (`escalate`). `keys` are the steps that
   * this one covers, itself included; `to` is a Slack user or the security channel, null when there is nobody to tell.
   */
  | { type: 'remind' | 'escalate'; reminder: Reminder; keys: string[]; to: string | null }
  | { type: 'snooze'; by: string };

export type CommandType = Command['type'] | 'open';

/** Commands that decide nothing: they never count as what a finding moved on to. */
export const UNDECIDING: readonly CommandType[] = ['observe', 'remind', 'escalate', 'snooze', 'ask', 'answer'];

/** Why nothing was done. Values, not errors: the person is told in words. */
export type Refusal =
  | { code: 'resolved'; at: string }
  | { code: 'moved_on'; status: Status; by: string; command: CommandType; at: string }
  | { code: 'already'; by: string; at: string }
  | { code: 'no_such_request' }
  | { code: 'not_a_new_owner' }
  | { code: 'date_past' }
  | { code: 'date_too_late'; latest: string }
  | { code: 'no_rules' }
  | { code: 'no_question' }
  | { code: 'no_more_snoozes' }
  | { code: 'older_look' };

export type Transition =
  | { kind: 'changed'; finding: Finding }
  | { kind: 'unchanged'; refusal?: Refusal }
  | { kind: 'refused'; refusal: Refusal };
