import type { ClosedRequest, ExceptionRequest, Finding, Message } from './finding';

/** A line or a reminder: sent once, never changed. */
export function isSentOnce({ kind }: Pick<Message, 'kind'>): boolean {
  return kind === 'line' || kind === 'reminder';
}

/** The owner changed since the card was sent: its reader has nothing left to do. An owner who comes back gets a new card. */
export function isHandedOver(finding: Finding, message: Message): boolean {
  return message.kind === 'card' && message.to !== finding.owner?.userId;
}

/** A newer message has taken its place: the finding went into another round, or came back to the same person. */
export function isSuperseded(finding: Finding, message: Message): boolean {
  if (message.kind !== 'card' && message.kind !== 'orphan') return false;
  const isNewer = (other: Message) =>
    other.kind === message.kind && other.to === message.to && other.queuedAt > message.queuedAt;
  return message.round < finding.round || Object.values(finding.messages).some(isNewer);
}

/** The request that a request card shows, pending or closed; undefined when it is so old that it is no longer kept. */
export function requestOf(finding: Finding, message: Message): ExceptionRequest | ClosedRequest | undefined {
  const { request } = finding;
  if (request && request.id === message.requestId) return request;
  return finding.closedRequests.find(({ id }) => id === message.requestId);
}

/** Nothing will change the message any more, so that it need not be rendered again. */
export function isFinal(finding: Finding, message: Message): boolean {
  if (isSentOnce(message) || finding.resolution?.evidence === 'gone') return true;
  if (message.kind === 'request') {
    const request = requestOf(finding, message);
    return !request || ('outcome' in request && request.outcome !== 'granted');
  }
  return isHandedOver(finding, message) || isSuperseded(finding, message);
}
