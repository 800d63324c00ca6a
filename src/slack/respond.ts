/**
 * Sends a text to Slack's response_url that only the person who acted can see. Slack takes five of them within 30 minutes:
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */
export async function respond(responseUrl: string, text: string): Promise<void> {
  const response = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
    signal: AbortSignal.timeout(1500),
  });
  if (!response.ok) throw new Error(`response_url answered ${response.status}`);
}
