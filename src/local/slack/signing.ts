import { createHmac } from 'node:crypto';

/**
 * The headers with which Slack signs a request to an app: HMAC-SHA256 over `v0:{seconds}:{raw body}`.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signatureHeaders(body: string, signingSecret: string, now: Date): Record<string, string> {
  const seconds = String(Math.floor(now.getTime() / 1000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': seconds, 'x-slack-signature': `v0=${digest}` };
}
