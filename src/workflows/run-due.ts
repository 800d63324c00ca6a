import { messageDueAt } from '../domain/due';
import type { Command, Finding, Reminder } from '../domain/finding';
import type { Launch } from '../domain/notebook';
import { SECURITY_CHANNEL } from '../domain/outbox';
import { dueReminders } from '../domain/reminders';
import type { MessagingServices } from '../services';
import { changeFinding } from './change-finding';
import { throwTogether } from './faults';
import { findOwner } from './find-owner';
import { leadOfOwner } from './lead-of-owner';
import { sendNotices } from './send-notices';
import { tellChanges } from './tell-changes';

/** How many findings one run takes on; the rest is still due five minutes later. */
const MOST_PER_RUN = 2000;
const SIDE_BY_SIDE = 10;

/**
 * Does everything whose time has come: answers that ran out, grants that end, people to remind, messages not sent or not
 * up to date, events not published. One finding's trouble does not hold up the others: it is thrown at the end, named.
 */
export async function runDue(services: MessagingServices, clock: () => Date): Promise<{ done: number }> {
  const due = await services.findings.due(clock().toISOString(), MOST_PER_RUN);
  const results: PromiseSettledResult<unknown>[] = [];
  const attended: Finding[] = [];
  for (let start = 0; start < due.length; start += SIDE_BY_SIDE) {
    const batch = due.slice(start, start + SIDE_BY_SIDE);
    const done = await Promise.allSettled(batch.map((launch) => attend(services, launch, clock())));
    results.push(...done);
    attended.push(...done.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : [])));
  }
  // Only now, so that everything that is due for a person is in one message.
  results.push(...(await Promise.allSettled([sendNotices(services, attended, clock())])));
  throwTogether(results, 'due findings');
  return { done: due.length };
}

/**
 * Brings one finding in order: also what the worker does when it hears of a change. Answers the finding as it is then,
 * null when there is none.
 */
export async function attend(services: MessagingServices, launch: Launch, now: Date): Promise<Finding | null> {
  let finding = await services.findings.get(launch);
  if (!finding) return null;
  for (const next of [timeCommands, ownerAfterAll, reminderCommands]) {
    for (const command of await next(services, finding, now)) {
      const result = await changeFinding(services, launch, () => command, now);
      if (result.kind === 'changed') finding = result.finding;
    }
  }
  await tellChanges(services, finding, now);
  return finding;
}

async function timeCommands(_services: MessagingServices, { request, grant }: Finding, now: Date): Promise<Command[]> {
  const at = now.toISOString();
  return [
    ...(request && request.timeoutAt <= at ? [{ type: 'time_out' as const, requestId: request.id }] : []),
    ...(grant && grant.until <= at ? [{ type: 'expire' as const }] : []),
  ];
}

/** The steps of the ladders whose time has come, each with whom it tells. */
async function reminderCommands(services: MessagingServices, finding: Finding, now: Date): Promise<Command[]> {
  const steps = dueReminders(finding, services.policy, now.toISOString());
  return Promise.all(
    steps.map(async ({ reminder, keys }) => {
      const type = reminder.audience === 'lead' || reminder.audience === 'security' ? 'escalate' : 'remind';
      return { type, reminder, keys, to: await readerOf(services, finding, reminder) } as const;
    }),
  );
}

async function readerOf(services: MessagingServices, finding: Finding, reminder: Reminder): Promise<string | null> {
  const { owner, grant, closedRequests } = finding;
  switch (reminder.audience) {
    case 'owner':
      return owner?.userId ?? null;
    case 'requester':
      return closedRequests.find(({ id }) => id === grant?.requestId)?.by ?? null;
    case 'security':
      return SECURITY_CHANNEL;
    case 'lead': {
      // Where nobody stands between the owner and security, those hear of a date that has passed anyway.
      const nobody = reminder.step === 'undecided_again' ? SECURITY_CHANNEL : null;
      return (await leadOfOwner(services, finding)) ?? nobody;
    }
  }
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
