import { type Launch, launchId, parseLaunchId } from '../domain/notebook';

/**
 * Slack ids of everything that can be pressed or submitted. The launch rides in `block_id` (cards) or `private_metadata`
 * (modals); both are hints: everything is looked up and authorised again.
 */
export const ACTIONS = {
  acknowledge: 'finding_acknowledge',
  scheduleMigration: 'finding_schedule_migration',
  requestException: 'finding_request_exception',
  checkAgain: 'finding_check_again',
  withdraw: 'finding_withdraw_request',
  showPlan: 'finding_show_plan',
  /** The overflow menu; the option's value is one of MENU. */
  menu: 'finding_menu',
  approve: 'request_approve',
  approveShorter: 'request_approve_shorter',
  deny: 'request_deny',
  revoke: 'request_revoke',
  /** Answers the question of security. */
  answer: 'request_answer',
  /** Walks through the requests that wait. */
  reviewRequests: 'requests_review',
  assignOwner: 'orphan_assign_owner',
  mine: 'orphan_mine',
  /** Lists the notebooks that nobody owns; in the list the next and the page before. */
  assignOwners: 'orphans_review',
  orphansLater: 'orphans_later',
  orphansEarlier: 'orphans_earlier',
  /** Opens the finding view from a list or a message. */
  open: 'finding_open',
  /** Looks at one of several notebooks that were meant, and opens its finding view. */
  showNow: 'finding_show_now',
  listEarlier: 'list_earlier',
  listLater: 'list_later',
  /** *Remind Me Tomorrow* on a reminder. */
  snooze: 'finding_snooze',
  refreshHome: 'home_refresh',
  homeMine: 'home_mine',
  homeTeam: 'home_team',
  homeSecurity: 'home_security',
  homeEarlier: 'home_earlier',
  homeLater: 'home_later',
  /** A ready command for a launch, from Home. */
  readyCommand: 'home_ready_command',
  report: 'home_report',
  exportToDm: 'home_export',
  /** A link button: Slack sends an action although nothing is to be done. */
  link: 'link',
  /** Radio buttons in the exception modal that choose the reason, which changes the help below them. */
  exceptionCategory: 'exception_category',
} as const;

export const MENU = {
  notMine: 'not_mine',
  why: 'why',
  correctedCommand: 'corrected_command',
  checkAgain: 'check_again',
  history: 'history',
  requestException: 'request_exception',
  /** Security asks the requester. */
  ask: 'ask_requester',
  /** An option that is a link: Slack sends it although nothing is to be done. */
  openInAws: 'open_in_aws',
} as const;

export const VIEWS = {
  migration: 'migration_submit',
  exception: 'exception_submit',
  notMine: 'not_mine_submit',
  approveShorter: 'approve_shorter_submit',
  deny: 'deny_submit',
  revoke: 'revoke_submit',
  assignOwner: 'assign_owner_submit',
  ask: 'ask_submit',
  answer: 'answer_submit',
  review: 'review_submit',
  /** The list of notebooks without an owner. */
  orphans: 'orphans',
  /** Views that only show something. */
  info: 'info',
} as const;

/** What a block_id or private_metadata carries: which launch, and for a request card which request. */
export interface Subject {
  launch: Launch;
  requestId?: string;
}

/** `part|account/region/name/created|request|version`: at most 255 characters, and new on every update of a message. */
export function blockId(part: string, subject: Subject, version: number): string {
  return [part, launchId(subject.launch), subject.requestId ?? '', version].join('|');
}

/** Null when the text was not made by `blockId`: it came back through Slack and is not trusted. */
export function subjectOfBlockId(text: string): Subject | null {
  const [, id, requestId] = text.split('|');
  const launch = id ? parseLaunchId(id) : null;
  return launch && { launch, ...(requestId ? { requestId } : {}) };
}

/** `state`: what else a view remembers, in any form. All of it is at most 3000 characters. */
export function metadata(subject: Subject | undefined, state = ''): string {
  return [subject ? launchId(subject.launch) : '', subject?.requestId ?? '', ...(state ? [state] : [])].join('|');
}

/** What a view remembers beside its subject. It came back through Slack and is not trusted. */
export function stateOfMetadata(text: string): string {
  return text.split('|').slice(2).join('|');
}

export function subjectOfMetadata(text: string): Subject | null {
  return subjectOfBlockId(`|${text}`);
}
