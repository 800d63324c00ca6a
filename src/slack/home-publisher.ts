import type { Home } from '../domain/home';
import type { Policy } from '../domain/policy-file';
import { homeView } from './blocks/home';
import { retryAfterOf, type SlackCaller, slackErrorOf } from './web-client';

/** Slack's words for "this person has no Home any more". */
const GONE = new Set(['user_not_found', 'user_disabled']);

/**
 * `conflict`: another Home was published since the one whose hash was given. `later`: Slack is busy. `gone`: this person
 * has no Home any more.
 */
export type PublishedHome = { kind: 'published'; hash: string | null } | { kind: 'conflict' | 'later' | 'gone' };

export interface HomeToPublish {
  userId: string;
  home: Home;
  /** UTC ISO. */
  now: string;
  /** Slack's hash of the Home that this one is to follow; without it, it follows any. */
  hash?: string | null;
}

/** Publishes App Homes. https://docs.slack.dev/reference/methods/views.publish */
export function createHomePublisher(call: SlackCaller, policy: Policy) {
  return {
    /** Throws when Slack refuses what we sent, or does not answer. */
    async publish({ userId, home, now, hash }: HomeToPublish): Promise<PublishedHome> {
      const view = homeView(home, { now, policy });
      try {
        const { view: published } = await call((client) =>
          client.views.publish({ user_id: userId, view, ...(hash ? { hash } : {}) }),
        );
        return { kind: 'published', hash: published?.hash ?? null };
      } catch (error) {
        const word = slackErrorOf(error) ?? '';
        if (word === 'hash_conflict') return { kind: 'conflict' };
        if (GONE.has(word)) return { kind: 'gone' };
        if (retryAfterOf(error) !== null) return { kind: 'later' };
        throw new Error('views.publish failed', { cause: error });
      }
    },
  };
}
