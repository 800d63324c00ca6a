import type { Policy } from '../domain/policy-file';
import type { Picture, ReportContent } from './blocks/chart';
import { type Digest, digestMessage } from './blocks/digest';
import { type ExportFacts, exportText, noReport, type Report, reportMessage } from './blocks/report';
import type { Notifier, Posted } from './notifier';
import { type SlackCaller, slackErrorOf } from './web-client';

interface Addressed {
  /** A Slack user, or the security channel by its name in the outbox. */
  to: string;
  /** Marks the message, so that one whose answer was lost is found again (`notifier.findNotice`). */
  id: string;
}

/** A file to upload. */
export interface ReportFile {
  name: string;
  title: string;
  content: string;
}

/** Sends what is no message of a finding: digests, and what somebody asked for. */
export function createReports(call: SlackCaller, { notifier, policy }: { notifier: Notifier; policy: Policy }) {
  return {
    postDigest: ({ digest, ...addressed }: Addressed & { digest: Digest }): Promise<Posted> =>
      postWithPicture(addressed, (picture) => digestMessage(digest, { policy }, picture)),

    /** `now` is UTC ISO. */
    postReport: ({ report, now, ...addressed }: Addressed & { report: Report; now: string }): Promise<Posted> =>
      postWithPicture(addressed, (picture) => reportMessage(report, { policy, now }, picture)),

    /** To whoever asked for numbers that are not for them; `team` as they named it. */
    postNoReport: ({ team, ...addressed }: Addressed & { team: string | null }): Promise<Posted> =>
      notifier.postContent({ ...addressed, content: noReport(team) }),

    /**
     * Uploads the files to the person's DM with the bot, all in one message. Throws when Slack does not take them.
     * https://docs.slack.dev/messaging/working-with-files#upload
     */
    async uploadExport({ to, facts, files }: { to: string; facts: ExportFacts; files: ReportFile[] }): Promise<void> {
      const { channel } = await call((client) => client.conversations.open({ users: to }));
      const id = channel?.id;
      // Sharing a file wants the conversation's id: a person's is refused, unlike in chat.postMessage.
      if (!id) throw new Error('conversations.open answered without a channel');
      await call((client) =>
        client.filesUploadV2({
          channel_id: id,
          initial_comment: exportText(facts),
          file_uploads: files.map(({ name, title, content }) => ({
            file: Buffer.from(content),
            filename: name,
            title,
          })),
        }),
      );
    },
  };

  /** Charts are new: where Slack refuses one, the same message has a table. */
  async function postWithPicture(addressed: Addressed, render: (picture: Picture) => ReportContent): Promise<Posted> {
    try {
      return await notifier.postContent({ ...addressed, content: render('chart') });
    } catch (error) {
      const refused = error instanceof Error && slackErrorOf(error.cause) === 'invalid_blocks';
      if (!refused) throw error;
      return notifier.postContent({ ...addressed, content: render('table') });
    }
  }
}
