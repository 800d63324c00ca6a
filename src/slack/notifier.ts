import type { Finding, Message } from '../domain/finding';
import { launchId, type Target } from '../domain/notebook';
import { SECURITY_CHANNEL } from '../domain/outbox';
import type { Policy } from '../domain/policy-file';
import { blockedLaunch } from './blocks/blocked-launch';
import type { ReportContent } from './blocks/chart';
import { messageFor } from './blocks/message';
import { noticeMessage } from './blocks/notice';
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

/** Where a message is in Slack. */
export interface Place {
  channel: string;
  ts: string;
}

export interface NoticeToPost {
  /** A Slack user, or the security channel by its name in the outbox. */
  to: string;
  id: string;
  rows: { finding: Finding; key: string; message: Message }[];
  isCard: boolean;
  /** It is the first message ever to this person. */
  greeting: boolean;
  /** The lead of each finding's team, by launch id. */
  leads: Map<string, string>;
  /** UTC ISO. */
  now: string;
}

/** `later`: Slack is busy or did not answer, try again after `retryAfterMs`. */
export type Later = { kind: 'later'; retryAfterMs: number; reason: string };
export type Posted = ({ kind: 'posted' } & Place) | { kind: 'recipient_gone' } | Later;
export type Updated = { kind: 'updated' } | { kind: 'lost'; reason: string } | Later;

/** Sends and updates the messages that show findings. Everything it sends is rendered from the finding. */
export function createNotifier(call: SlackCaller, settings: { policy: Policy; securityChannel: string }) {
  const { policy, securityChannel } = settings;
  const channelOf = ({ to }: Pick<Message, 'to'>) => (to === SECURITY_CHANNEL ? securityChannel : to);

  return {
    async post({ finding, key, message, now }: MessageSubject): Promise<Posted> {
      const content = messageFor(finding, message, contextFor(finding, message, now, policy));
      const payload = { launch: launchId(finding.launch), message: key };
      return send(message.to, content, payload, threadOf(finding, message));
    },

    /** Sends one message with all rows; for `isCard` the card that is its only row. */
    async postNotice({ to, id, rows, isCard, greeting, leads, now }: NoticeToPost): Promise<Posted> {
      const [only] = rows;
      if (isCard && only) {
        const message = { ...only.message, greeting };
        const content = messageFor(only.finding, message, contextFor(only.finding, message, now, policy));
        return send(to, content, { notice: id, card: only.key });
      }
      const lead = ({ launch }: Finding) => leads.get(launchId(launch)) ?? null;
      const toWhom = to === SECURITY_CHANNEL ? 'security' : 'person';
      const content = noticeMessage({ rows, to: toWhom, greeting, lead }, { now, policy });
      return send(to, content, { notice: id });
    },

    /** Sends a notice that was written elsewhere. */
    postContent: ({ to, id, content }: { to: string; id: string; content: ReportContent }): Promise<Posted> =>
      send(to, content, { notice: id }),

    /** Like `find`, for a notice, with whether it was a card. `since`: when it was first tried, UTC ISO. */
    async findNotice({ to, id, since }: { to: string; id: string; since: string }) {
      const found = await look(channelOf({ to }), since, (payload) => payload.notice === id);
      return found && { channel: found.channel, ts: found.ts, isCard: found.payload.card !== undefined };
    },

    /**
     * The message that an earlier try may have posted although we never heard so; null when there is none. Needs the
     * history scopes: where the conversation cannot be read the answer is null too, for a message that might be sent
     * twice is better than one that is never sent.
     * https://docs.slack.dev/reference/methods/conversations.history
     */
    async find({ finding, key, message }: Omit<MessageSubject, 'now'>): Promise<Place | null> {
      const since = message.firstTriedAt ?? message.queuedAt;
      return look(
        channelOf(message),
        since,
        (payload) => payload.launch === launchId(finding.launch) && payload.message === key,
        threadOf(finding, message),
      );
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

  /** `to`: a person, or the security channel by its name in the outbox. */
  async function send(
    to: string,
    content: ReportContent,
    payload: Record<string, string>,
    threadTs?: string,
  ): Promise<Posted> {
    try {
      const answer = await call((client) =>
        client.chat.postMessage({
          channel: channelOf({ to }),
          ...content,
          ...(threadTs ? { thread_ts: threadTs } : {}),
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: EVENT_TYPE, event_payload: payload },
        }),
      );
      if (!answer.channel || !answer.ts) throw new Error('chat.postMessage answered without channel and ts');
      return { kind: 'posted', channel: answer.channel, ts: answer.ts };
    } catch (error) {
      const gone = to !== SECURITY_CHANNEL && RECIPIENT_GONE.has(slackErrorOf(error) ?? '');
      return gone ? { kind: 'recipient_gone' } : laterOr(error, 'chat.postMessage');
    }
  }

  /** Null where the conversation cannot be read. */
  async function look(
    to: string,
    since: string,
    isMine: (payload: Payload) => boolean,
    threadTs?: string,
  ): Promise<Found | null> {
    try {
      return await lookThrough(to, since, isMine, threadTs);
    } catch (error) {
      if (UNREADABLE.has(slackErrorOf(error) ?? '')) return null;
      throw new Error('conversations.history failed', { cause: error });
    }
  }

  async function lookThrough(
    to: string,
    since: string,
    isMine: (payload: Payload) => boolean,
    threadTs: string | undefined,
  ): Promise<Found | null> {
    const channel = await conversationOf(to);
    // Slack's clock and ours may differ a little.
    const oldest = String(Date.parse(since) / 1000 - 60);
    let cursor: string | undefined;
    do {
      const which = { channel, oldest, limit: 200, include_all_metadata: true, cursor };
      const page = await call(({ conversations }) =>
        threadTs ? conversations.replies({ ...which, ts: threadTs }) : conversations.history(which),
      );
      const mine = page.messages?.find(
        ({ metadata }) => metadata?.event_type === EVENT_TYPE && isMine(payloadOf(metadata.event_payload)),
      );
      if (mine?.ts) return { channel, ts: mine.ts, payload: payloadOf(mine.metadata?.event_payload) };
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

export type Notifier = ReturnType<typeof createNotifier>;

function contextFor(finding: Finding, message: Message, now: string, policy: Policy) {
  const readerTimeZone = message.to === finding.owner?.userId ? finding.owner.timeZone : undefined;
  return { now, policy, readerTimeZone };
}

/** What is said about an exception in the channel stands in the thread of the request card it came from. */
function threadOf({ messages }: Finding, { line }: Message): string | undefined {
  return line?.about === 'expiring' ? messages[`request/${line.requestId}`]?.ts : undefined;
}

interface Payload {
  launch?: unknown;
  message?: unknown;
  notice?: unknown;
  card?: unknown;
}

interface Found extends Place {
  payload: Payload;
}

function payloadOf(payload: unknown): Payload {
  return typeof payload === 'object' && payload !== null ? payload : {};
}

/**
 * Slack's own trouble passes and is waited for; a refusal of what we sent is a fault of ours, thrown so that it is seen.
 */
const PASSING = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited']);

export function laterOr(error: unknown, method: string): Later {
  const retryAfterMs = retryAfterOf(error);
  if (retryAfterMs !== null) return { kind: 'later', retryAfterMs, reason: 'ratelimited' };
  const word = slackErrorOf(error);
  if (word && !PASSING.has(word)) throw new Error(`${method} was refused: ${word}`, { cause: error });
  return { kind: 'later', retryAfterMs: 60_000, reason: word ?? (error instanceof Error ? error.name : 'no answer') };
}
