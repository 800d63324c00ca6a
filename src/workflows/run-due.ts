import type { Command, Finding } from '../domain/finding';
import type { Launch } from '../domain/notebook';
import type { MessagingServices } from '../services';
import { changeFinding } from './change-finding';
import { tellChanges } from './tell-changes';

/** How many findings one run takes on; the rest is still due five minutes later. */
const MOST_PER_RUN = 500;
const SIDE_BY_SIDE = 10;

/**
 * Does everything whose time has come: answers that ran out, grants that end, messages not sent or not up to date, events
 * not published. One finding's trouble does not hold up the others: it is thrown at the end, named.
 */
export async function runDue(services: MessagingServices, now: Date): Promise<{ done: number }> {
  const due = await services.findings.due(now.toISOString(), MOST_PER_RUN);
  const failures: unknown[] = [];
  for (let start = 0; start < due.length; start += SIDE_BY_SIDE) {
    const batch = due.slice(start, start + SIDE_BY_SIDE);
    const results = await Promise.allSettled(batch.map((launch) => attend(services, launch, now)));
    failures.push(...results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${due.length} due findings failed`);
  return { done: due.length };
}

/** Brings one finding in order: also what the worker does when it hears of a change. */
export async function attend(services: MessagingServices, launch: Launch, now: Date): Promise<void> {
  let finding = await services.findings.get(launch);
  if (!finding) return;
  for (const command of dueCommands(finding, now)) {
    const result = await changeFinding(services, launch, () => command, now);
    if (result.kind === 'changed') finding = result.finding;
  }
  await tellChanges(services, finding, now);
}

function dueCommands({ request, grant }: Finding, now: Date): Command[] {
  const at = now.toISOString();
  return [
    ...(request && request.timeoutAt <= at ? [{ type: 'time_out' as const, requestId: request.id }] : []),
    ...(grant && grant.until <= at ? [{ type: 'expire' as const }] : []),
  ];
}
