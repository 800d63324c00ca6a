import { SocketModeClient } from '@slack/socket-mode';
import type { Deliver } from './delivery';
import { signatureHeaders } from './signing';

/** One envelope as the client hands it over. https://docs.slack.dev/apis/events-api/using-socket-mode */
interface Envelope {
  ack: (response?: Record<string, unknown>) => Promise<void>;
  type: string;
  body: Record<string, unknown>;
  retry_num?: number;
  retry_reason?: string;
  accepts_response_payload?: boolean;
}

export interface JoinOptions {
  appToken: string;
  deliver: Deliver;
  /** The secret with which the app checks requests; Socket Mode itself signs nothing. */
  signingSecret: string;
  /** Faults while an envelope is handled; such an envelope is not acknowledged, and Slack may send it again. */
  onError: (error: unknown) => void;
  /** Another Web API than Slack's own. */
  slackApiUrl?: string;
}

/**
 * Joins a real workspace over Socket Mode: every envelope becomes the HTTP request Slack would have sent, and the
 * app's answer goes back with the acknowledgement. Resolves when connected; `leave` disconnects.
 */
export async function joinWorkspace(options: JoinOptions): Promise<{ leave: () => Promise<void> }> {
  const client = new SocketModeClient({
    appToken: options.appToken,
    clientOptions: options.slackApiUrl ? { slackApiUrl: options.slackApiUrl } : {},
  });
  client.on('slack_event', (envelope: Envelope) => {
    passOn(envelope, options).catch(options.onError);
  });
  await client.start();
  return { leave: () => client.disconnect() };
}

async function passOn(envelope: Envelope, { deliver, signingSecret }: JoinOptions): Promise<void> {
  const { contentType, body } = httpBody(envelope);
  const headers = {
    'content-type': contentType,
    ...signatureHeaders(body, signingSecret, new Date()),
    ...(envelope.retry_num ? { 'x-slack-retry-num': String(envelope.retry_num) } : {}),
    ...(envelope.retry_reason ? { 'x-slack-retry-reason': envelope.retry_reason } : {}),
  };
  const response = await deliver({ path: '/slack/events', headers, body });
  if (response.statusCode !== 200) throw new Error(`the app answered ${envelope.type} with ${response.statusCode}`);
  await envelope.ack(envelope.accepts_response_payload ? answerOf(response.body) : undefined);
}

function httpBody({ type, body }: Envelope): { contentType: string; body: string } {
  if (type === 'events_api') return { contentType: 'application/json', body: JSON.stringify(body) };
  const fields =
    type === 'slash_commands'
      ? Object.entries(body).map(([name, value]): [string, string] => [name, String(value)])
      : [['payload', JSON.stringify(body)] as [string, string]];
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

/** An answer is JSON, plain text (a command's message) or nothing. */
function answerOf(body: string): Record<string, unknown> | undefined {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return { text: body };
  }
}
