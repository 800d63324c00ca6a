import { setTimeout as wait } from 'node:timers/promises';
import { LogLevel, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError, WebClient } from '@slack/web-api';

/** What the secrets adapter promises: cached, and read again when Slack no longer knows the token. */
export interface TokenSource {
  read(): Promise<{ botToken: string }>;
  refresh(): Promise<{ botToken: string }>;
}

/** Slack does not know the token: it was rotated, or the app was reinstalled. */
const TOKEN_ERRORS = new Set(['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive']);

/**
 * Calls Slack with the present token. The client's own defaults (no timeout, ten retries over half an hour) would outlive
 * a function; a rate limit is thrown at once, since whoever waits can do it better than a sleeping function.
 */
export function createSlackCaller(tokens: TokenSource, apiUrl?: string) {
  const clients = new Map<string, WebClient>();

  function clientFor(token: string): WebClient {
    const known = clients.get(token);
    if (known) return known;
    const client = new WebClient(token, {
      ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
      timeout: 2500,
      // A post whose answer was lost may have arrived: sending it again blindly would make a second card.
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      // What goes wrong is logged by whoever handles it.
      logLevel: LogLevel.ERROR,
    });
    clients.clear();
    clients.set(token, client);
    return client;
  }

  return async function call<T>(use: (client: WebClient) => Promise<T>): Promise<T> {
    const { botToken } = await tokens.read();
    try {
      return await use(clientFor(botToken));
    } catch (error) {
      if (!TOKEN_ERRORS.has(slackErrorOf(error) ?? '')) throw error;
      const fresh = await tokens.refresh();
      if (fresh.botToken === botToken) throw error;
      return use(clientFor(fresh.botToken));
    }
  };
}

export type SlackCaller = ReturnType<typeof createSlackCaller>;

/** How often a call whose connection broke is made again. */
const RECONNECTS = 2;

/**
 * The same for whoever has time and only reads: waits as long as Slack asks, as often as it asks, and calls again when the
 * connection broke. `waiting` is told before each wait, in seconds.
 */
export function withPatience(call: SlackCaller, waiting: (seconds: number) => void): SlackCaller {
  return async function patient<T>(use: (client: WebClient) => Promise<T>): Promise<T> {
    for (let broken = 0; ; ) {
      try {
        return await call(use);
      } catch (error) {
        const waitMs = retryAfterOf(error);
        if (waitMs !== null) {
          waiting(waitMs / 1000);
          await wait(waitMs);
        } else if (error instanceof WebAPIRequestError && broken < RECONNECTS) {
          broken += 1;
        } else {
          throw error;
        }
      }
    }
  };
}

/** Slack's own error word, such as `channel_not_found`; null when Slack did not answer at all. */
export function slackErrorOf(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}

/** How long Slack asks us to wait, ms; null when the error is no rate limit. */
export function retryAfterOf(error: unknown): number | null {
  return error instanceof WebAPIRateLimitedError ? error.retryAfter * 1000 : null;
}
