import { messageDueAt, nextDueAt } from '../domain/due';
import type { Finding, Message } from '../domain/finding';
import { isFinal } from '../domain/messages';
import type { MessagingServices } from '../services';
import { replaceLostOwner } from './replace-lost-owner';

/** Longer than any one try can take, and longer after every failed one, so that a broken channel is not hammered. */
export function leaseUntil(attempt: number, now: Date): string {
  const minutes = 2 ** Math.min(attempt, 6);
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}

/**
 * Sends what the finding owes and brings what was sent up to date. Safe to repeat and to run side by side: a message is
 * claimed before it is posted, and a second try looks first whether the first one arrived. Throws when Slack refused a
 * message, after all others were tried; `remind` comes back to it.
 */
export async function deliverMessages(services: MessagingServices, finding: Finding, now: Date): Promise<void> {
  const due = Object.entries(finding.messages).filter(([, message]) => {
    const dueAt = messageDueAt(finding, message);
    return dueAt !== null && dueAt <= now.toISOString();
  });
  const results = await Promise.allSettled(due.map(([key]) => claimAndDeliver(services, finding, key, now)));
  await settle(services, finding);
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (failures.length > 0) {
    throw new AggregateError(
      failures,
      `${failures.length} of ${due.length} messages of ${finding.reference} not delivered`,
    );
  }
}

async function claimAndDeliver(services: MessagingServices, finding: Finding, key: string, now: Date): Promise<void> {
  const message = finding.messages[key];
  if (!message) return;
  if (message.ts !== undefined) return bringUpToDate(services, finding, key, now);
  const claimed = await services.findings.claimMessage(finding.launch, key, {
    now: now.toISOString(),
    leaseUntil: leaseUntil(message.attempt, now),
  });
  if (claimed) await deliverClaimed(services, claimed, key, now);
}

/** Is this the first message ever to that person? Asked again for the same message, it answers the same. */
export async function isFirstMessage(services: MessagingServices, finding: Finding, key: string): Promise<boolean> {
  const message = finding.messages[key];
  return message?.kind === 'card' && services.owners.greet(message.to, `${finding.reference}/${key}`);
}

/** Posts a message whose claim this caller holds. */
export async function deliverClaimed(
  services: MessagingServices,
  finding: Finding,
  key: string,
  now: Date,
): Promise<void> {
  const message = finding.messages[key];
  if (!message) return;
  const earlier = message.attempt > 1 ? await services.notifier.find({ finding, key, message }) : null;
  if (earlier) {
    // What the earlier try showed is not known, so it is rendered again.
    const adopted = await services.findings.posted(finding.launch, key, {
      ...earlier,
      shownVersion: 0,
      greeting: message.greeting ?? false,
      final: false,
    });
    return bringUpToDate(services, adopted, key, now);
  }
  const greeting = message.greeting ?? (await isFirstMessage(services, finding, key));
  const answer = await services.notifier.post({
    finding,
    key,
    message: { ...message, greeting },
    now: now.toISOString(),
  });
  switch (answer.kind) {
    case 'later':
      await services.findings.releaseMessage(
        finding.launch,
        key,
        new Date(now.getTime() + answer.retryAfterMs).toISOString(),
      );
      return;
    case 'recipient_gone': {
      const replaced = await replaceLostOwner(services, finding, key, now);
      if (replaced) await deliverMessages(services, replaced, now);
      return;
    }
    case 'posted': {
      const { channel, ts } = answer;
      const saved = await services.findings.posted(finding.launch, key, {
        channel,
        ts,
        greeting,
        shownVersion: finding.version,
        final: isFinal(finding, message),
      });
      return bringUpToDate(services, saved, key, now);
    }
  }
}

/** Renders again until the message shows the newest version: a change may come while the last one is being shown. */
async function bringUpToDate(services: MessagingServices, finding: Finding, key: string, now: Date): Promise<void> {
  let newest = finding;
  for (let message = newest.messages[key]; message && isStale(message, newest); message = newest.messages[key]) {
    const answer = await services.notifier.update({ finding: newest, key, message, now: now.toISOString() });
    if (answer.kind === 'later') return;
    newest = await services.findings.shown(newest.launch, key, {
      shownVersion: newest.version,
      final: answer.kind === 'lost' || isFinal(newest, message),
    });
  }
}

function isStale(message: Message, finding: Finding): boolean {
  return message.kind !== 'line' && !message.final && message.shownVersion < finding.version;
}

/** Notes when the finding next needs attention, from what is stored now. */
async function settle(services: MessagingServices, { launch }: Finding): Promise<void> {
  const stored = await services.findings.get(launch);
  if (stored) await services.findings.setDue(stored, nextDueAt(stored));
}
