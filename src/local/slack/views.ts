import { isRecord, type JsonObject } from '../../slack/blocks/limits-parts';
import { SlackRefusal } from './refusal';
import type { Store } from './store';
import { initialValues, mergedValues, type Values, withIds } from './view-state';

const STACK = 3;

export interface View {
  id: string;
  user: string;
  hash: string;
  /** The view as the app sent it, with ids for every block and element. */
  content: JsonObject & { blocks: unknown[] };
  values: Values;
  /** Errors of the last submission, by block id. */
  errors: Record<string, string>;
}

export type Views = ReturnType<typeof createViews>;

/** Open modals and published Home views, by person. */
export function createViews(store: Store) {
  const modals = new Map<string, View[]>();
  const homes = new Map<string, View>();
  let count = 0;

  const newId = () => {
    count += 1;
    return `id${count.toString(36).padStart(3, '0')}`;
  };
  const all = () => [...modals.values()].flat().concat([...homes.values()]);
  const stack = (user: string) => modals.get(user) ?? [];
  const put = (user: string, views: View[]) => {
    modals.set(user, views);
    store.changed();
  };

  const make = (user: string, view: JsonObject): View => {
    refuseTakenExternalId(view);
    count += 1;
    const content = { ...view, blocks: withIds(view.blocks, newId) };
    return {
      id: `V${count.toString(36).toUpperCase().padStart(10, '0')}`,
      user,
      hash: newHash(),
      content,
      values: initialValues(content.blocks),
      errors: {},
    };
  };

  const newHash = () => {
    count += 1;
    return `${Math.floor(Date.now() / 1000)}.h${count}`;
  };

  const refuseTakenExternalId = (view: JsonObject, exceptId?: string) => {
    const id = view.external_id;
    if (id === undefined || id === '') return;
    if (all().some((other) => other.content.external_id === id && other.id !== exceptId)) {
      throw new SlackRefusal('duplicate_external_id');
    }
  };

  /** New content for a view that stays; what is filled in stays for the same block_id and action_id. */
  const renew = (view: View, content: JsonObject) => {
    refuseTakenExternalId(content, view.id);
    const blocks = withIds(content.blocks, newId);
    view.content = { ...content, blocks };
    view.values = mergedValues(blocks, view.values, {});
    view.errors = {};
    view.hash = newHash();
    store.changed();
  };

  return {
    newId,
    find: (id: string) => all().find((view) => view.id === id),
    findExternal: (id: string) => all().find((view) => view.content.external_id === id),
    stack,
    home: (user: string) => homes.get(user),
    renew,

    open(user: string, content: JsonObject): View {
      const view = make(user, content);
      put(user, [view]);
      return view;
    },
    push(user: string, content: JsonObject): View {
      const open = stack(user);
      if (open.length === 0) throw new SlackRefusal('not_found');
      if (open.length >= STACK) throw new SlackRefusal('push_limit_reached');
      const view = make(user, content);
      put(user, [...open, view]);
      return view;
    },
    publish(user: string, content: JsonObject): View {
      const current = homes.get(user);
      if (current) renew(current, content);
      const view = current ?? make(user, content);
      homes.set(user, view);
      store.changed();
      return view;
    },
    close(view: View) {
      put(
        view.user,
        stack(view.user).filter((other) => other.id !== view.id),
      );
    },
    closeAll(user: string) {
      put(user, []);
    },
    fill(view: View, sent: Record<string, Record<string, unknown>>) {
      view.values = mergedValues(view.content.blocks, view.values, sent);
      store.changed();
    },
    showErrors(view: View, errors: Record<string, string>) {
      view.errors = errors;
      store.changed();
    },
    reset() {
      modals.clear();
      homes.clear();
    },

    /** The view object of API answers and payloads. */
    payload(view: View): JsonObject {
      const { content } = view;
      const open = stack(view.user);
      const place = open.findIndex((other) => other.id === view.id);
      return {
        id: view.id,
        team_id: store.workspace.teamId,
        app_id: APP_ID,
        app_installed_team_id: store.workspace.teamId,
        bot_id: store.workspace.bot.botId,
        type: content.type,
        blocks: content.blocks,
        private_metadata: content.private_metadata ?? '',
        callback_id: content.callback_id ?? '',
        external_id: content.external_id ?? '',
        state: { values: view.values },
        hash: view.hash,
        title: content.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
        submit: content.submit ?? null,
        close: content.close ?? null,
        clear_on_close: content.clear_on_close === true,
        notify_on_close: content.notify_on_close === true,
        root_view_id: open[0]?.id ?? view.id,
        previous_view_id: place > 0 ? (open[place - 1]?.id ?? null) : null,
      };
    },
  };
}

/** The id of the one app in this workspace. */
export const APP_ID = 'A0NBAUDIT01';

export function plainTextOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value.text === 'string' ? value.text : undefined;
}
