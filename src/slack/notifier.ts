import type { Finding, Message } from '../domain/finding';
import { launchId, type Target } from '../domain/notebook';
import { SECURITY_CHANNEL } from '../domain/outbox';
import type { Policy } from '../domain/policy-file';
import { blockedLaunch } from './blocks/blocked-launch';
import { messageFor } from './blocks/message';
import { retryAfterOf, type SlackCaller, slackErrorOf } from './web-client';

/** Marks our messages, so that one whose answer was lost is found again. */
const EVENT_TYPE = 'notebook_audit_message';

/** Slack's words for "this person cannot be written to any more". */
const RECIPIENT_GONE = new Set([
  'user_not_found',
  'user_disabled',
  'channel_not_found',
  'cannot_dm_bot',
  'is_inactive',
]);

/** Slack's words for a conversation that we may not, or cannot, read. */
const UNREADABLE = new Set([...RECIPIENT_GONE, 'missing_scope', 'not_in_channel', 'no_permission']);

export interface MessageSubject {
  finding: Finding;
  key: string;
  message: Message;
  /** UTC ISO. */
  now: string;
}

/** `later`: Slack is busy or did not answer, try again after `retryAfterMs`. */
export type Later = { kind: 'later'; retryAfterMs: number; reason: string };
export type Posted = { kind: 'posted'; channel: string; ts: string } | { kind: 'recipient_gone' } | Later;
export type Updated = { kind: 'updated' } | { kind: 'lost'; reason: string } | Later;

/** Sends and updates the messages that show findings. Everything it sends is rendered from the finding. */
export function createNotifier(call: SlackCaller, settings: { policy: Policy; securityChannel: string }) {
  const { policy, securityChannel } = settings;
  const channelOf = (message: Message) => (message.to === SECURITY_CHANNEL ? securityChannel : message.to);

  return {
    async post({ finding, key, message, now }: MessageSubject): Promise<Posted> {
      const content = messageFor(finding, message, contextFor(finding, message, now, policy));
      try {
        const answer = await call((client) =>
          client.chat.postMessage({
            channel: channelOf(message),
            ...content,
            unfurl_links: false,
            unfurl_media: false,
            metadata: { event_type: EVENT_TYPE, event_payload: { launch: launchId(finding.launch), message: key } },
          }),
        );
        if (!answer.channel || !answer.ts) throw new Error('chat.postMessage answered without channel and ts');
        return { kind: 'posted', channel: answer.channel, ts: answer.ts };
      } catch (error) {
        const gone = message.to !== SECURITY_CHANNEL && RECIPIENT_GONE.has(slackErrorOf(error) ?? '');
        return gone ? { kind: 'recipient_gone' } : laterOr(error, 'chat.postMessage');
      }
    },

    /**
     * The message that an earlier try may have posted although we never heard so; null when there is none. Needs the
     * history scopes: where the conversation cannot be read the answer is null too, for a message that might be sent
     * twice is better than one that is never sent.
     * https://docs.slack.dev/reference/methods/conversations.history
     */
    async find({
      finding,
      key,
      message,
    }: Omit<MessageSubject, 'now'>): Promise<{ channel: string; ts: string } | null> {
      try {
        return await findPosted(finding, key, message);
      } catch (error) {
        if (UNREADABLE.has(slackErrorOf(error) ?? '')) return null;
        throw new Error('conversations.history failed', { cause: error });
      }
    },

    /** Renders a posted message again. */
    async update({ finding, message, now }: MessageSubject): Promise<Updated> {
      const { channel, ts } = message;
      if (!channel || !ts) return { kind: 'lost', reason: 'never posted' };
      const content = messageFor(finding, message, contextFor(finding, message, now, policy));
      try {
        await call((client) => client.chat.update({ channel, ts, ...content }));
        return { kind: 'updated' };
      } catch (error) {
        const word = slackErrorOf(error);
        const lost = [
          'message_not_found',
          'cant_update_message',
          'channel_not_found',
          'is_archived',
          'edit_window_closed',
        ];
        return word && lost.includes(word) ? { kind: 'lost', reason: word } : laterOr(error, 'chat.update');
      }
    },

    /** Helps somebody whose launch was blocked. Throws when Slack does not take it. */
    async explainBlockedLaunch(
      userId: string,
      target: Target,
      settings: { now: string; isFirst: boolean },
    ): Promise<void> {
      const content = blockedLaunch(target, { now: settings.now, policy }, { isFirst: settings.isFirst });
      await call((client) =>
        client.chat.postMessage({ channel: userId, ...content, unfurl_links: false, unfurl_media: false }),
      );
    },
  };

  async function findPosted(finding: Finding, key: string, message: Message) {
    const channel = await conversationOf(channelOf(message));
    // Slack's clock and ours may differ a little.
    const oldest = String(Date.parse(message.firstTriedAt ?? message.queuedAt) / 1000 - 60);
    let cursor: string | undefined;
    do {
      const page = await call((client) =>
        client.conversations.history({ channel, oldest, limit: 200, include_all_metadata: true, cursor }),
      );
      const mine = page.messages?.find(({ metadata }) => {
        const payload = metadata?.event_type === EVENT_TYPE ? payloadOf(metadata.event_payload) : {};
        return payload.launch === launchId(finding.launch) && payload.message === key;
      });
      if (mine?.ts) return { channel, ts: mine.ts };
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor);
    return null;
  }

  async function conversationOf(id: string): Promise<string> {
    if (!/^[UW]/.test(id)) return id;
    const { channel } = await call((client) => client.conversations.open({ users: id }));
    if (!channel?.id) throw new Error('conversations.open answered without a channel');
    return channel.id;
  }
}

function contextFor(finding: Finding, message: Message, now: string, policy: Policy) {
  const readerTimeZone = message.to === finding.owner?.userId ? finding.owner.timeZone : undefined;
  return { now, policy, readerTimeZone };
}

function payloadOf(payload: unknown): { launch?: unknown; message?: unknown } {
  return typeof payload === 'object' && payload !== null ? payload : {};
}

/**
 * Slack's own trouble passes and is waited for; a refusal of what we sent is a fault of ours, thrown so that it is seen.
 */
const PASSING = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited']);

function laterOr(error: unknown, method: string): Later {
  const retryAfterMs = retryAfterOf(error);
  if (retryAfterMs !== null) return { kind: 'later', retryAfterMs, reason: 'ratelimited' };
  const word = slackErrorOf(error);
  if (word && !PASSING.has(word)) throw new Error(`${method} was refused: ${word}`, { cause: error });
  return { kind: 'later', retryAfterMs: 60_000, reason: word ?? (error instanceof Error ? error.name : 'no answer') };
}
