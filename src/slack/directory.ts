import type { Policy } from '../domain/policy-file';
import { type SlackCaller, slackErrorOf } from './web-client';

/** A person as Slack knows them. `active`: not deactivated, no bot, no guest, and of our own workspace. */
export interface Person {
  userId: string;
  active: boolean;
  /** IANA time zone. */
  timeZone?: string;
}

/** Who people are, asked of Slack live: nothing here is cached, since authority depends on it. */
export function createPeople(call: SlackCaller) {
  return {
    /** Null when Slack knows no such user. https://docs.slack.dev/reference/methods/users.info */
    async person(userId: string): Promise<Person | null> {
      try {
        const { user } = await call((client) => client.users.info({ user: userId }));
        if (!user?.id) return null;
        const stranger = user.is_bot || user.is_restricted || user.is_ultra_restricted || user.is_stranger;
        return { userId: user.id, active: !user.deleted && !stranger, timeZone: user.tz };
      } catch (error) {
        if (slackErrorOf(error) === 'user_not_found') return null;
        throw new Error(`users.info failed for ${userId}`, { cause: error });
      }
    },

    /** Null when nobody active has this address. https://docs.slack.dev/reference/methods/users.lookupByEmail */
    async personByEmail(email: string): Promise<Person | null> {
      try {
        const { user } = await call((client) => client.users.lookupByEmail({ email }));
        if (!user?.id || user.deleted || user.is_bot || user.is_restricted || user.is_ultra_restricted) return null;
        return { userId: user.id, active: true, timeZone: user.tz };
      } catch (error) {
        if (slackErrorOf(error) === 'users_not_found') return null;
        throw new Error('users.lookupByEmail failed', { cause: error });
      }
    },
  };
}

/** People, and who of them decides for security. */
export function createDirectory(call: SlackCaller, policy: Policy) {
  const people = createPeople(call);

  async function securityMembers(): Promise<string[]> {
    const { user_group: usergroup, users } = policy.security;
    if (!usergroup) return users;
    try {
      const group = await call((client) => client.usergroups.users.list({ usergroup }));
      return [...new Set([...(group.users ?? []), ...users])];
    } catch (error) {
      throw new Error(`usergroups.users.list failed for ${usergroup}`, { cause: error });
    }
  }

  return {
    ...people,

    /** Everyone who may decide for security now: the user group and the people that the policy names. */
    securityMembers,

    /**
     * Does this person act for security now? A guest, a stranger or somebody who was deactivated does not, whatever group
     * still names them.
     */
    async isSecurity(userId: string): Promise<boolean> {
      if (!(await securityMembers()).includes(userId)) return false;
      return (await people.person(userId))?.active === true;
    },
  };
}
