import type { KnownBlock } from '@slack/types';

/** What is said, and whether it takes the place of the message that was pressed in. */
export interface Reply {
  text: string;
  blocks?: KnownBlock[];
  replace?: boolean;
}

/**
 * Sends what only the person who acted can see to Slack's response_url. Slack takes five of them within 30 minutes:
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */
export async function respond(responseUrl: string, reply: string | Reply): Promise<void> {
  const { replace = false, ...content } = typeof reply === 'string' ? { text: reply } : reply;
  const response = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: replace, ...content }),
    signal: AbortSignal.timeout(1500),
  });
  if (!response.ok) throw new Error(`response_url answered ${response.status}`);
}
