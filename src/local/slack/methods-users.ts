import { TZDate } from '@date-fns/tz';
import type { JsonObject } from '../../slack/blocks/limits-parts';
import { type Api, hasScope, type Method, page, requiredArg } from './method';
import { SlackRefusal } from './refusal';
import type { StoredPerson } from './store';

export const userMethods: Record<string, Method> = {
  'users.info': {
    scope: 'users:read',
    run: (args, api) => {
      const person = api.store.person(requiredArg(args, 'user'));
      if (!person) throw new SlackRefusal('user_not_found');
      return { user: userObject(person, api) };
    },
  },

  'users.lookupByEmail': {
    scope: 'users:read.email',
    run: (args, api) => {
      const email = requiredArg(args, 'email').toLowerCase();
      const person = api.store.people().find((other) => other.email.toLowerCase() === email && !other.deleted);
      if (!person) throw new SlackRefusal('users_not_found');
      return { user: userObject(person, api) };
    },
  },

  'users.list': {
    scope: 'users:read',
    run: (args, api) => {
      const { items, response_metadata } = page(api.store.people(), args, 1000);
      return { members: items.map((person) => userObject(person, api)), response_metadata };
    },
  },

  'usergroups.list': {
    scope: 'usergroups:read',
    run: (_args, api) => ({
      usergroups: api.store.groups().map((group) => ({
        id: group.id,
        team_id: api.store.workspace.teamId,
        handle: group.handle,
        name: group.name,
        is_usergroup: true,
        date_delete: 0,
        user_count: group.users.length,
      })),
    }),
  },

  'usergroups.users.list': {
    scope: 'usergroups:read',
    run: (args, api) => {
      const group = api.store.groups().find((other) => other.id === requiredArg(args, 'usergroup'));
      if (!group) throw new SlackRefusal('no_such_subteam');
      return { users: group.users.filter((user) => !api.store.person(user)?.deleted) };
    },
  },
};

function userObject(person: StoredPerson, api: Api): JsonObject {
  const { workspace } = api.store;
  const teamId = person.teamId ?? workspace.teamId;
  return {
    id: person.id,
    team_id: teamId,
    name: person.name,
    real_name: person.realName,
    deleted: person.deleted === true,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: -new TZDate(new Date(), person.tz).getTimezoneOffset() * 60,
    is_bot: person.isBot === true,
    is_app_user: false,
    is_admin: false,
    is_owner: false,
    is_restricted: person.isRestricted === true || person.isUltraRestricted === true,
    is_ultra_restricted: person.isUltraRestricted === true,
    is_stranger: teamId !== workspace.teamId,
    profile: {
      real_name: person.realName,
      display_name: person.name,
      ...(hasScope(api, 'users:read.email') && person.email ? { email: person.email } : {}),
      ...(person.isBot ? { bot_id: workspace.bot.botId } : {}),
    },
  };
}
