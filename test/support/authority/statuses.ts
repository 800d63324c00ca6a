import type { Command, Finding } from '../../../src/domain/finding';
import type { Policy } from '../../../src/domain/policy-file';
import { transition } from '../../../src/domain/state-machine';
import { ANOTHER, ROLES } from './people';

/** Where a finding may stand, in the order of the columns of the tables. */
export const STATUSES = [
  'open',
  'acknowledged',
  'scheduled',
  'requested',
  /** One approval of two. */
  'half',
  /** Security asked the requester something. */
  'asked',
  'granted',
  /** Granted, and another request for the time after waits. */
  'renewal',
  'resolved',
  /** The owner said "Not mine". */
  'disowned',
  'ownerless',
] as const;

export type StatusName = (typeof STATUSES)[number];

export const FIRST = 'VFIRST';
export const SECOND = 'VSECOND';

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/**
 * The finding as it stands, made of `start` by the domain's own transitions. `requester` asks for the policy exception.
 * Nothing waits to be sent or published, so that whatever is written afterwards was written by the press.
 */
export function standing(start: Finding, status: StatusName, requester: string, policy: Policy): Finding {
  const known: Finding = {
    ...start,
    owners: [ROLES.secOwned, ROLES.owner],
    launchedBy: { name: 'launcher', userId: ROLES.secLaunched },
  };
  const ownerless = { owner: null, team: null, teamTag: 'growth', owners: [ROLES.secOwned] };
  const asked = () => changedHands(after(known, request(FIRST, requester, start), policy));
  const half = () => ({ ...asked(), ...quorum(asked(), 2) });
  const approval: Command = { type: 'approve', by: ANOTHER, requestId: FIRST };
  // Ends sooner than what is asked for next.
  const granted = () => after(asked(), { ...approval, until: inDays(5) }, policy);
  const made: Record<StatusName, () => Finding> = {
    open: () => known,
    acknowledged: () => after(known, { type: 'acknowledge', by: ROLES.owner }, policy),
    scheduled: () => after(known, { type: 'schedule_migration', by: ROLES.owner, at: inDays(2) }, policy),
    requested: asked,
    half: () => after(half(), approval, policy),
    asked: () => after(asked(), { type: 'ask', by: ANOTHER, requestId: FIRST, question: 'Which data?' }, policy),
    granted,
    renewal: () => changedHands(after(granted(), request(SECOND, requester, start), policy)),
    resolved: () => after(known, { type: 'resolve', evidence: 'compliant', observedAt: now() }, policy),
    disowned: () => after(known, { type: 'disown', by: ROLES.owner }, policy),
    ownerless: () => ({ ...known, ...ownerless }),
  };
  const finding = made[status]();
  return { ...finding, messages: {}, publishedVersion: finding.version };
}

const now = () => new Date().toISOString();

function after(finding: Finding, command: Command, policy: Policy): Finding {
  const result = transition(finding, command, { now: now(), policy });
  if (result.kind !== 'changed') throw new Error(`${command.type}: ${JSON.stringify(result)}`);
  return result.finding;
}

function request(requestId: string, by: string, { violations }: Finding): Command {
  return {
    type: 'request_exception',
    by,
    requestId,
    rules: violations.map(({ rule }) => rule),
    until: inDays(14),
    category: 'other',
    reason: 'Needed for the trial of the partner.',
  };
}

/** Somebody of security changed the owner while the request waits. */
function changedHands(finding: Finding): Finding {
  const { request } = finding;
  return { ...finding, request: request && { ...request, ownerChangedBy: [ROLES.secChanged] } };
}

function quorum({ request }: Finding, needed: number): Pick<Finding, 'request'> {
  return { request: request && { ...request, quorum: needed } };
}
