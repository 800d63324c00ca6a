import { viewProblems } from '../../slack/blocks/limits';
import { isRecord, type JsonObject } from '../../slack/blocks/limits-parts';
import { type Api, type Args, jsonArg, type Method, requiredArg, textArg } from './method';
import { SlackRefusal } from './refusal';
import type { View } from './views';

export const viewMethods: Record<string, Method> = {
  'views.open': {
    run: (args, api) => {
      const content = viewArg(args, 'modal');
      const user = api.tickets.redeemTrigger(requiredArg(args, 'trigger_id'));
      return { view: api.views.payload(api.views.open(user, content)) };
    },
  },

  'views.push': {
    run: (args, api) => {
      const content = viewArg(args, 'modal');
      const user = api.tickets.redeemTrigger(requiredArg(args, 'trigger_id'));
      return { view: api.views.payload(api.views.push(user, content)) };
    },
  },

  'views.update': {
    run: (args, api) => {
      const view = namedView(args, api);
      const content = viewArg(args, view.content.type === 'home' ? 'home' : 'modal');
      refuseOldHash(args, view);
      api.views.renew(view, content);
      return { view: api.views.payload(view) };
    },
  },

  'views.publish': {
    run: (args, api) => {
      const user = requiredArg(args, 'user_id');
      const content = viewArg(args, 'home');
      if (!api.store.person(user)) throw new SlackRefusal('invalid_arguments', ['[ERROR] invalid user_id']);
      refuseOldHash(args, api.views.home(user));
      return { view: api.views.payload(api.views.publish(user, content)) };
    },
  },
};

/** A view that Slack accepts on this surface; also for views inside the answer to a submission. */
export function acceptedView(view: unknown, type: 'modal' | 'home'): JsonObject {
  const problems = viewProblems(view);
  if (!isRecord(view) || view.type !== type) problems.push(`must be ${type} [json-pointer:/type]`);
  if (problems.some((line) => line.startsWith('view_too_large'))) throw new SlackRefusal('view_too_large');
  if (!isRecord(view) || problems.length > 0) {
    throw new SlackRefusal(
      'invalid_arguments',
      problems.map((line) => `[ERROR] ${line}`),
    );
  }
  return view;
}

function viewArg(args: Args, type: 'modal' | 'home'): JsonObject {
  return acceptedView(jsonArg(args, 'view'), type);
}

function namedView(args: Args, api: Api): View {
  const id = textArg(args, 'view_id');
  const externalId = textArg(args, 'external_id');
  if (!id && !externalId) throw new SlackRefusal('invalid_arguments', ['[ERROR] view_id or external_id is needed']);
  const view = id ? api.views.find(id) : api.views.findExternal(externalId ?? '');
  if (!view) throw new SlackRefusal('not_found');
  return view;
}

function refuseOldHash(args: Args, view: View | undefined): void {
  const hash = textArg(args, 'hash');
  if (hash && view && hash !== view.hash) throw new SlackRefusal('hash_conflict');
}
