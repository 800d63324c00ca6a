import { messageDueAt } from '../domain/due';
import type { Command, Finding } from '../domain/finding';
import type { Launch } from '../domain/notebook';
import type { MessagingServices } from '../services';
import { changeFinding } from './change-finding';
import { throwTogether } from './faults';
import { findOwner } from './find-owner';
import { tellChanges } from './tell-changes';

/** How many findings one run takes on; the rest is still due five minutes later. */
const MOST_PER_RUN = 500;
const SIDE_BY_SIDE = 10;

/**
 * Does everything whose time has come: answers that ran out, grants that end, messages not sent or not up to date, events
 * not published. One finding's trouble does not hold up the others: it is thrown at the end, named.
 */
export async function runDue(services: MessagingServices, clock: () => Date): Promise<{ done: number }> {
  const due = await services.findings.due(clock().toISOString(), MOST_PER_RUN);
  const results: PromiseSettledResult<void>[] = [];
  for (let start = 0; start < due.length; start += SIDE_BY_SIDE) {
    const batch = due.slice(start, start + SIDE_BY_SIDE);
    results.push(...(await Promise.allSettled(batch.map((launch) => attend(services, launch, clock())))));
  }
  throwTogether(results, 'due findings');
  return { done: due.length };
}

/** Brings one finding in order: also what the worker does when it hears of a change. */
export async function attend(services: MessagingServices, launch: Launch, now: Date): Promise<void> {
  let finding = await services.findings.get(launch);
  if (!finding) return;
  const commands = [...dueCommands(finding, now), ...(await ownerAfterAll(services, finding, now))];
  for (const command of commands) {
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

/** The caller never became known: before security is asked, whoever stands in for the owner is. */
async function ownerAfterAll(services: MessagingServices, finding: Finding, now: Date): Promise<Command[]> {
  const waited = Object.values(finding.messages).some((message) => {
    const dueAt = message.kind === 'orphan' && message.notBefore ? messageDueAt(finding, message) : null;
    return message.firstTriedAt === undefined && dueAt !== null && dueAt <= now.toISOString();
  });
  if (!waited || finding.owner || finding.ownerSettled) return [];
  const { notebook, launchedBy: caller, lostOwners: without } = finding;
  return [{ type: 'assign_owner', by: null, found: await findOwner(services, { notebook, caller, now, without }) }];
}
