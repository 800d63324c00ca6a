import type { Policy } from '../domain/policy-file';
import type { Scan } from '../domain/scan';
import { scanMessage, scanRefusal } from './blocks/scan';
import { laterOr, type Notifier, type Posted, type Updated } from './notifier';
import { type SlackCaller, slackErrorOf } from './web-client';

/** The message is gone, or cannot be changed any more. */
const LOST = new Set(['message_not_found', 'cant_update_message', 'channel_not_found', 'edit_window_closed']);

/** Tells whoever asked for a scan how it stands: one message in their DM, kept up to date. */
export function createScanMessages(call: SlackCaller, { notifier, policy }: { notifier: Notifier; policy: Policy }) {
  return {
    /** `id` marks the message, so that one whose answer was lost is found again (`notifier.findNotice`). */
    post: ({ id, scan }: { id: string; scan: Scan }): Promise<Posted> =>
      notifier.postContent({ to: scan.userId, id, content: scanMessage(scan, { policy }) }),

    /** To somebody who may not ask for a scan. */
    postRefusal: ({ to, id }: { to: string; id: string }): Promise<Posted> =>
      notifier.postContent({ to, id, content: scanRefusal(policy) }),

    /**
     * Shows how the scan stands now. Throws when Slack refuses what we send.
     * https://docs.slack.dev/reference/methods/chat.update
     */
    async update(scan: Scan): Promise<Updated> {
      const { posted } = scan;
      if (!posted) return { kind: 'lost', reason: 'never posted' };
      try {
        await call((client) => client.chat.update({ ...posted, ...scanMessage(scan, { policy }) }));
        return { kind: 'updated' };
      } catch (error) {
        const word = slackErrorOf(error) ?? '';
        return LOST.has(word) ? { kind: 'lost', reason: word } : laterOr(error, 'chat.update');
      }
    },
  };
}
