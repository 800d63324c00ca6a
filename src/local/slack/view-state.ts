/** What is filled in on a surface: Slack's `state.values`, its first values, and the checks Slack's client makes. */
import { isRecord, type JsonObject } from '../../slack/blocks/limits-parts';

/** By block_id, then action_id. */
export type Values = Record<string, Record<string, JsonObject>>;

/** For each kind of element: the key its value has in the state, and where its first value stands. */
const kinds: Record<string, { key: string; initial: string; many?: true }> = {
  plain_text_input: { key: 'value', initial: 'initial_value' },
  email_text_input: { key: 'value', initial: 'initial_value' },
  url_text_input: { key: 'value', initial: 'initial_value' },
  number_input: { key: 'value', initial: 'initial_value' },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value' },
  datepicker: { key: 'selected_date', initial: 'initial_date' },
  timepicker: { key: 'selected_time', initial: 'initial_time' },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time' },
  static_select: { key: 'selected_option', initial: 'initial_option' },
  external_select: { key: 'selected_option', initial: 'initial_option' },
  radio_buttons: { key: 'selected_option', initial: 'initial_option' },
  checkboxes: { key: 'selected_options', initial: 'initial_options', many: true },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', many: true },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', many: true },
  users_select: { key: 'selected_user', initial: 'initial_user' },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', many: true },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation' },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', many: true },
  channels_select: { key: 'selected_channel', initial: 'initial_channel' },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', many: true },
  file_input: { key: 'files', initial: 'files', many: true },
};

export interface PlacedElement {
  block: JsonObject;
  element: JsonObject;
  blockId: string;
  actionId: string;
}

/** Gives each block and each interactive element without an id one, as Slack does. */
export function withIds(blocks: unknown, newId: () => string): unknown[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.map((block) => {
    if (!isRecord(block)) return block;
    const named: JsonObject = { ...block, block_id: block.block_id ?? newId() };
    if (isRecord(block.accessory)) named.accessory = withActionId(block.accessory, newId);
    if (isRecord(block.element)) named.element = withActionId(block.element, newId);
    if (block.type === 'actions' && Array.isArray(block.elements)) {
      named.elements = block.elements.map((element) => withActionId(element, newId));
    }
    if (Array.isArray(block.child_blocks)) named.child_blocks = withIds(block.child_blocks, newId);
    return named;
  });
}

function withActionId(element: unknown, newId: () => string): unknown {
  if (!isRecord(element) || element.type === 'image') return element;
  return { ...element, action_id: element.action_id ?? newId() };
}

/** Every interactive element of the blocks, with the ids that name it. */
export function placedElements(blocks: unknown[]): PlacedElement[] {
  return blocks.filter(isRecord).flatMap((block) => {
    const elements = [block.accessory, block.element, ...(Array.isArray(block.elements) ? block.elements : [])];
    const cards = block.type === 'carousel' && Array.isArray(block.elements) ? block.elements : [block];
    const buttons = cards.filter(isRecord).flatMap((card) => (Array.isArray(card.actions) ? card.actions : []));
    const own = [...elements, ...buttons]
      .filter(isRecord)
      .flatMap((element) =>
        typeof element.action_id === 'string' && typeof block.block_id === 'string'
          ? [{ block, element, blockId: block.block_id, actionId: element.action_id }]
          : [],
      );
    const inner = Array.isArray(block.child_blocks) ? placedElements(block.child_blocks) : [];
    return [...own, ...inner];
  });
}

/** The state of a fresh surface: each input's first value, or null. */
export function initialValues(blocks: unknown[]): Values {
  return mergedValues(blocks, {}, {});
}

/**
 * The state after something was sent: a value that was sent wins, then the value held for the same block_id and
 * action_id (also across views.update), then the first value. Elements that are gone lose theirs.
 */
export function mergedValues(blocks: unknown[], held: Values, sent: Record<string, Record<string, unknown>>): Values {
  const values: Values = {};
  for (const { element, blockId, actionId } of placedElements(blocks)) {
    const type = String(element.type);
    const kind = kinds[type];
    if (!kind) continue;
    const given = sent[blockId]?.[actionId];
    const before = held[blockId]?.[actionId];
    const empty = kind.many ? [] : null;
    const value = isRecord(given) ? given[kind.key] : before?.type === type ? before[kind.key] : element[kind.initial];
    const block = values[blockId] ?? {};
    block[actionId] = { type, [kind.key]: value === '' ? null : (value ?? empty) };
    values[blockId] = block;
  }
  return values;
}

/** What Slack's client refuses to send, by block id: required inputs left empty and lengths out of range. */
export function clientErrors(blocks: unknown[], values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element, blockId, actionId } of placedElements(blocks)) {
    if (block.type !== 'input') continue;
    const kind = kinds[String(element.type)];
    const value = kind ? values[blockId]?.[actionId]?.[kind.key] : undefined;
    const error = isEmpty(value) ? emptyError(block) : lengthError(element, value);
    if (error) errors[blockId] = error;
  }
  return errors;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function emptyError(block: JsonObject): string | undefined {
  return block.optional === true ? undefined : 'Please complete this required field.';
}

function lengthError(element: JsonObject, value: unknown): string | undefined {
  if (typeof value !== 'string' || element.type !== 'plain_text_input') return undefined;
  const { min_length: least, max_length: most } = element;
  if (typeof least === 'number' && value.length < least) return `Please enter at least ${least} characters.`;
  if (typeof most === 'number' && value.length > most) return `Please enter no more than ${most} characters.`;
  return undefined;
}
