import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as v from 'valibot';

const KEPT_MS = 5 * 60_000;
const REFRESH_AT_MOST_EVERY_MS = 60_000;

const stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ botToken: v.pipe(v.string(), v.nonEmpty()), signingSecret: v.pipe(v.string(), v.nonEmpty()) }),
);

/** What Slack gave us: the token we call it with, and the secret that proves its requests. */
export type SlackSecrets = v.InferOutput<typeof stored>;

interface SecretsSource {
  botToken?: string;
  signingSecret?: string;
  /** Name of an SSM SecureString that holds JSON `{"botToken", "signingSecret"}`; not read when both are given. */
  secretsParameter?: string;
}

interface SecretsOptions {
  ssm?: () => SSMClient;
  /** ms since 1970. */
  now?: () => number;
}

/** Slack's secrets, from the environment or from SSM; what SSM says is kept for five minutes. */
export function createSecrets(source: SecretsSource, options: SecretsOptions = {}) {
  const { ssm = () => new SSMClient({ maxAttempts: 3 }), now = Date.now } = options;
  const { botToken, signingSecret, secretsParameter } = source;
  let client: SSMClient | undefined;
  let kept: { secrets: Promise<SlackSecrets>; at: number } | undefined;
  let refreshedAt = Number.NEGATIVE_INFINITY;

  async function fetchFrom(parameter: string): Promise<SlackSecrets> {
    client ??= ssm();
    const { Parameter } = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    const parsed = v.safeParse(stored, Parameter?.Value);
    // The value itself stays out of the message.
    if (!parsed.success) {
      throw new Error(`The SSM parameter ${parameter} must hold JSON with the texts "botToken" and "signingSecret"`);
    }
    return parsed.output;
  }

  function fetchAnew(): Promise<SlackSecrets> {
    if (botToken && signingSecret) return Promise.resolve({ botToken, signingSecret });
    if (!secretsParameter) return Promise.reject(new Error('Slack secrets are not configured'));
    const before = kept;
    const fetched = { secrets: fetchFrom(secretsParameter), at: now() };
    kept = fetched;
    // What is known still serves when SSM does not answer.
    fetched.secrets.catch(() => {
      if (kept === fetched) kept = before;
    });
    return fetched.secrets;
  }

  /** Throws when SSM cannot be read or holds something else. */
  function read(): Promise<SlackSecrets> {
    return kept && now() - kept.at < KEPT_MS ? kept.secrets : fetchAnew();
  }

  /**
   * Reads again, for a signature that does not match: the secret may have been rotated. At most once a minute, so that
   * forged requests cannot make us hammer SSM; in between it answers as `read` does.
   */
  function refresh(): Promise<SlackSecrets> {
    if (now() - refreshedAt < REFRESH_AT_MOST_EVERY_MS) return read();
    refreshedAt = now();
    return fetchAnew();
  }

  return { read, refresh };
}
