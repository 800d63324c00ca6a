import { isNeeded, mayGo, messageDueAt, nextVisitAt } from '../domain/due';
import type { Finding, Message } from '../domain/finding';
import { isFinal, isSentOnce } from '../domain/messages';
import type { MessagingServices } from '../services';
import { throwTogether } from './faults';
import { replaceLostOwner } from './replace-lost-owner';

/** Longer than any one try can take, and longer after every failed one, so that a broken channel is not hammered. */
export function leaseUntil(attempt: number, now: Date): string {
  const minutes = 2 ** Math.min(attempt + 1, 6);
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}

/** A message that Slack refuses to change is not tried again sooner. */
const REFUSED_MS = 60 * 60_000;

/**
 * Sends what the finding owes at once and brings what was sent up to date; what may share a message with others is sent by
 * `sendNotices`. Safe to repeat and to run side by side: a message is
 * claimed before it is posted, and a second try looks first whether the first one arrived. Throws when Slack refused a
 * message, after all others were tried; `remind` comes back to it.
 */
export async function deliverMessages(services: MessagingServices, finding: Finding, now: Date): Promise<void> {
  const due = Object.entries(finding.messages).filter(([, message]) => {
    const dueAt = messageDueAt(finding, message);
    const isOurs = message.ts !== undefined || message.atOnce;
    return isOurs && mayGo(finding, message, services.policy) && dueAt !== null && dueAt <= now.toISOString();
  });
  const results = await Promise.allSettled(due.map(([key]) => claimAndDeliver(services, finding, key)));
  await settle(services, finding);
  throwTogether(results, `messages of ${finding.reference}`);
}

async function claimAndDeliver(services: MessagingServices, finding: Finding, key: string): Promise<void> {
  const message = finding.messages[key];
  if (!message) return;
  if (message.ts !== undefined) return bringUpToDate(services, finding, key);
  // The lease runs from the claim itself: a long run must not hand out leases that are over already.
  const now = new Date();
  const claimed = await services.findings.claimMessage(finding.launch, key, {
    now: now.toISOString(),
    leaseUntil: leaseUntil(message.attempt, now),
  });
  if (claimed) await deliverClaimed(services, claimed, key);
}

/** Is this the first message ever to that person? Asked again about the same finding, it answers the same. */
export async function isFirstMessage(services: MessagingServices, finding: Finding, key: string): Promise<boolean> {
  const message = finding.messages[key];
  if (message?.kind !== 'card') return false;
  const another = Object.values(finding.messages).some(({ to, ts }) => to === message.to && ts !== undefined);
  return !another && services.owners.greet(message.to, finding.reference);
}

/** Posts a message whose claim this caller holds, or takes over the one that an earlier try posted. */
export async function deliverClaimed(services: MessagingServices, finding: Finding, key: string): Promise<void> {
  const message = finding.messages[key];
  if (!message) return;
  const earlier = message.attempt > 1 ? await services.notifier.find({ finding, key, message }) : null;
  if (earlier) {
    // What the earlier try showed is not known, so it is rendered again.
    const adopted = await services.findings.posted(finding.launch, key, {
      ...earlier,
      postedAt: postedAt(earlier),
      shownVersion: 0,
      greeting: message.greeting ?? false,
      final: false,
    });
    return bringUpToDate(services, adopted, key);
  }
  if (!isNeeded(finding, message)) {
    await services.findings.shown(finding.launch, key, { shownVersion: finding.version, final: true });
    return;
  }
  const greeting = message.greeting ?? (await isFirstMessage(services, finding, key));
  const now = new Date();
  // Held up for so long that somebody else may have taken over.
  if (message.leaseUntil && message.leaseUntil <= now.toISOString()) return;
  const answer = await services.notifier.post({
    finding,
    key,
    message: { ...message, greeting },
    now: now.toISOString(),
  });
  switch (answer.kind) {
    case 'later':
      return services.findings.postponeMessage(finding.launch, key, after(answer.retryAfterMs));
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
        postedAt: now.toISOString(),
        greeting,
        shownVersion: finding.version,
        final: isFinal(finding, message),
      });
      return bringUpToDate(services, saved, key);
    }
  }
}

/** A message's timestamp in Slack is the moment it was posted, in seconds. */
const postedAt = ({ ts }: { ts: string }) => new Date(Number(ts) * 1000).toISOString();

/**
 * Renders again until the message shows the newest version. Two may do so at once, and the slower update may show the
 * older version last: whoever finds a newer one noted than it rendered itself renders once more.
 */
async function bringUpToDate(services: MessagingServices, finding: Finding, key: string): Promise<void> {
  let newest = finding;
  let overtaken = false;
  for (let message = newest.messages[key]; message; message = newest.messages[key]) {
    if (!isStale(message, newest) && !overtaken) return;
    const rendered = newest.version;
    if (!(await update(services, newest, key, message))) return;
    newest = await services.findings.shown(newest.launch, key, {
      shownVersion: rendered,
      final: isFinal(newest, message),
    });
    overtaken = (newest.messages[key]?.shownVersion ?? 0) > rendered;
  }
}

function isStale(message: Message, finding: Finding): boolean {
  return !isSentOnce(message) && !message.final && message.shownVersion < finding.version;
}

/** False when it was not updated: put off, or lost for good. Throws when Slack refuses what we send. */
async function update(services: MessagingServices, finding: Finding, key: string, message: Message): Promise<boolean> {
  const { findings, notifier } = services;
  try {
    const answer = await notifier.update({ finding, key, message, now: new Date().toISOString() });
    if (answer.kind === 'updated') return true;
    if (answer.kind === 'later') await findings.postponeMessage(finding.launch, key, after(answer.retryAfterMs));
    else await findings.shown(finding.launch, key, { shownVersion: finding.version, final: true });
    return false;
  } catch (error) {
    await findings.postponeMessage(finding.launch, key, after(REFUSED_MS));
    throw error;
  }
}

function after(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

/** Notes when to look at the finding again, from what is stored now. */
export async function settle(services: MessagingServices, { launch }: Pick<Finding, 'launch'>): Promise<void> {
  const stored = await services.findings.get(launch);
  if (stored) await services.findings.setDue(stored, nextVisitAt(stored, services.policy, new Date().toISOString()));
}
