import { type ApprovalBar, approvalBar } from '../domain/authorisation';
import type { ExceptionRequest, Finding } from '../domain/finding';
import { type Launch, launchId } from '../domain/notebook';
import type { MessagingServices } from '../services';
import { approversFor } from './decide';

/** Where a reader of the queue is: behind this request. */
export interface QueuePlace {
  /** When its answer is due, UTC ISO. */
  dueAt: string;
  launch: Launch;
}

/** Why the reader cannot decide on a request: four eyes, or because they approved it already. */
export type ReviewBar = ApprovalBar | 'approved_already';

export type NextRequest =
  | { kind: 'request'; finding: Finding; request: ExceptionRequest; bar: ReviewBar | null; waiting: number }
  /** None waits behind the place. */
  | { kind: 'empty' }
  | { kind: 'not_an_approver' }
  /** Slack could not say who the approvers are. */
  | { kind: 'cannot_check'; cause: unknown };

/**
 * The next request that waits, the one due first first, behind the place (null: from the start). `waiting` counts it and
 * those behind it. Only approvers see it; who they are is asked of Slack each time.
 */
export async function nextRequest(
  services: MessagingServices,
  { userId, after }: { userId: string; after: QueuePlace | null },
): Promise<NextRequest> {
  const approvers = approversFor(services, userId);
  const [checked, queue] = await Promise.allSettled([approvers, requestsBehind(services, after)]);
  if (checked.status === 'rejected') return { kind: 'cannot_check', cause: checked.reason };
  if (queue.status === 'rejected') throw queue.reason;
  const { isSecurity } = checked.value;
  if (!isSecurity) return { kind: 'not_an_approver' };
  for (const [index, { launch }] of queue.value.entries()) {
    // The list may be a moment behind: what was decided just now is passed over.
    const finding = await services.findings.get(launch);
    if (!finding?.request) continue;
    const { request } = finding;
    const approved = request.approvals.some(({ by }) => by === userId);
    const bar = approved ? 'approved_already' : approvalBar({ userId, isSecurity }, finding, request);
    return { kind: 'request', finding, request, bar, waiting: queue.value.length - index };
  }
  return { kind: 'empty' };
}

async function requestsBehind(services: MessagingServices, after: QueuePlace | null): Promise<QueuePlace[]> {
  const places: QueuePlace[] = [];
  for await (const { answerDueAt, launch } of services.findings.unresolved([
    { by: 'status', status: 'exception_requested' },
  ])) {
    if (answerDueAt) places.push({ dueAt: answerDueAt, launch });
  }
  return places
    .filter((place) => after === null || isBehind(place, after))
    .sort((one, other) => (isBehind(one, other) ? 1 : -1));
}

function isBehind(one: QueuePlace, other: QueuePlace): boolean {
  if (one.dueAt !== other.dueAt) return one.dueAt > other.dueAt;
  return launchId(one.launch) > launchId(other.launch);
}
