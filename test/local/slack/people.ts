/** Ids of the local workspace, for tests that read as sentences. */
export const dana = 'U0DANA00001';
export const lena = 'U0LENA00002';
export const sami = 'U0SAMI00003';
export const bot = 'U0NBAUDIT01';
export const danaDm = 'D0DANA00001';
export const securityChannel = 'C0SECURITY1';
export const helpChannel = 'C0HELP00001';
export const approvers = 'S0APPROVERS';

export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const button = (action_id: string, extra: object = {}) => ({
  type: 'button' as const,
  text: plain('Press'),
  action_id,
  ...extra,
});
export const actions = (block_id: string, ...elements: ReturnType<typeof button>[]) => ({
  type: 'actions' as const,
  block_id,
  elements,
});

/** The error code of a refused Web API call. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof Error && 'data' in error) {
    const { data } = error;
    if (typeof data === 'object' && data !== null && 'error' in data) return String(data.error);
  }
  return String(error);
}
