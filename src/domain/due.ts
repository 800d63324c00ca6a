import type { Finding, Message } from './finding';

/**
 * When the finding next needs attention, UTC ISO, or null: a message to send or bring up to date, an event to publish, an
 * answer or a grant that runs out. A moment in the past means now.
 */
export function nextDueAt(finding: Finding): string | null {
  const moments = [
    ...Object.values(finding.messages).flatMap((message) => messageDueAt(message, finding.version) ?? []),
    ...(finding.publishedVersion < finding.version ? [finding.history.at(-1)?.at ?? finding.openedAt] : []),
    ...(finding.request ? [finding.request.timeoutAt] : []),
    ...(finding.grant ? [finding.grant.until] : []),
  ];
  return moments.toSorted()[0] ?? null;
}

/** When a message is to be posted or brought up to date; null when it shows everything there is to show. */
export function messageDueAt(message: Message, version: number): string | null {
  if (message.final) return null;
  const isLine = message.kind === 'line';
  if (message.ts !== undefined && (isLine || message.shownVersion >= version)) return null;
  return [message.queuedAt, message.notBefore ?? '', message.leaseUntil ?? ''].toSorted().at(-1) ?? message.queuedAt;
}
