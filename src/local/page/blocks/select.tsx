import type {
  ChannelsSelect,
  ConversationsSelect,
  MultiChannelsSelect,
  MultiConversationsSelect,
  MultiStaticSelect,
  MultiUsersSelect,
  PlainTextOption,
  StaticSelect,
  UsersSelect,
} from '@slack/types';
import { type Page, usePage } from '../page-context';
import type { ElementProps } from './element';
import { withEmoji } from './emoji';
import { placeholderOf, useField } from './use-field';

type AnySelect = StaticSelect | UsersSelect | ConversationsSelect | ChannelsSelect;
type AnyMultiSelect = MultiStaticSelect | MultiUsersSelect | MultiConversationsSelect | MultiChannelsSelect;

/** One thing to choose: its id, its words, and what Slack calls it in the payload. */
interface Item {
  key: string;
  label: string;
  sent: unknown;
  group?: string;
}

export function SelectElement({ blockId, element, field }: ElementProps<AnySelect>) {
  const { state } = usePage();
  const { value, change, beside, attributes } = useField(blockId, element, field);
  const items = itemsOf(element, state);
  const slot = slotOf(element.type);
  const chosen = keyOf(value[slot]);
  return (
    <>
      <select
        {...attributes}
        class="input"
        value={chosen}
        onChange={(event) => {
          const item = items.find((candidate) => candidate.key === event.currentTarget.value);
          change({ [slot]: item?.sent ?? null });
        }}
      >
        <option value="" disabled={!field?.optional} hidden={!field?.optional}>
          {placeholderOf(element) ?? 'Choose an option'}
        </option>
        <Options items={items} />
      </select>
      {beside}
    </>
  );
}

export function MultiSelectElement({ blockId, element, field }: ElementProps<AnyMultiSelect>) {
  const { state } = usePage();
  const { value, change, beside, attributes } = useField(blockId, element, field);
  const items = itemsOf(element, state);
  const slot = `${slotOf(element.type)}s`;
  const list: unknown[] = Array.isArray(value[slot]) ? value[slot] : [];
  const keys = new Set(list.map(keyOf));
  const full = element.max_selected_items !== undefined && keys.size >= element.max_selected_items;
  const keepOnly = (wanted: Set<string>) =>
    change({ [slot]: items.filter((item) => wanted.has(item.key)).map((item) => item.sent) });
  return (
    <div class="multi-select">
      {items
        .filter((item) => keys.has(item.key))
        .map((item) => (
          <button
            key={item.key}
            type="button"
            class="token"
            aria-label={`Remove ${item.label}`}
            onClick={() => keepOnly(new Set([...keys].filter((key) => key !== item.key)))}
          >
            {item.label} <span aria-hidden="true">✕</span>
          </button>
        ))}
      <select
        {...attributes}
        class="input"
        value=""
        disabled={full}
        onChange={(event) => keepOnly(new Set([...keys, event.currentTarget.value]))}
      >
        <option value="" disabled hidden>
          {placeholderOf(element) ?? 'Choose options'}
        </option>
        <Options items={items.filter((item) => !keys.has(item.key))} />
      </select>
      {beside}
    </div>
  );
}

function Options({ items }: { items: Item[] }) {
  const groups = [...new Set(items.map((item) => item.group))];
  return (
    <>
      {groups.map((group) => {
        const options = items
          .filter((item) => item.group === group)
          .map((item) => (
            <option key={item.key} value={item.key}>
              {item.label}
            </option>
          ));
        return group === undefined ? (
          options
        ) : (
          <optgroup key={group} label={group}>
            {options}
          </optgroup>
        );
      })}
    </>
  );
}

function slotOf(type: AnySelect['type'] | AnyMultiSelect['type']): string {
  if (type.endsWith('static_select')) return 'selected_option';
  if (type.endsWith('users_select')) return 'selected_user';
  return type.endsWith('channels_select') ? 'selected_channel' : 'selected_conversation';
}

function keyOf(chosen: unknown): string {
  if (typeof chosen === 'string') return chosen;
  return typeof chosen === 'object' && chosen !== null && 'value' in chosen ? String(chosen.value) : '';
}

function itemsOf(element: AnySelect | AnyMultiSelect, state: Page['state']): Item[] {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select': {
      const item = (option: PlainTextOption, group?: string): Item => ({
        key: option.value ?? option.text.text,
        label: withEmoji(option.text.text),
        sent: option,
        group,
      });
      const grouped = element.option_groups?.flatMap(({ label, options }) =>
        options.map((option) => item(option, label.text)),
      );
      return grouped ?? (element.options ?? []).map((option) => item(option));
    }
    case 'users_select':
    case 'multi_users_select':
      return Object.values(state.users)
        .filter((user) => !user.deleted)
        .map((user) => ({ key: user.id, label: user.realName, sent: user.id }));
    default:
      return state.conversations
        .filter((conversation) => conversation.kind === 'channel' || element.type.includes('conversations'))
        .map(({ id, kind, name }) => ({ key: id, label: kind === 'channel' ? `#${name}` : name, sent: id }));
  }
}
