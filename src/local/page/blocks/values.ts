import type { ActionsBlockElement, InputBlockElement, KnownBlock, SectionBlockAccessory } from '@slack/types';
import type { ChartBlock } from './chart';

/** One entry of Slack's `state.values`: the element's type and what is chosen or typed in it. */
export type ElementValue = { type: string; [field: string]: unknown };
export type Values = Record<string, Record<string, ElementValue>>;
export type PageBlock = KnownBlock | ChartBlock;
export type BlockElement = ActionsBlockElement | InputBlockElement | SectionBlockAccessory;

const blockTypes = {
  actions: true,
  alert: true,
  card: true,
  carousel: true,
  container: true,
  context: true,
  context_actions: true,
  data_table: true,
  data_visualization: true,
  divider: true,
  file: true,
  header: true,
  image: true,
  input: true,
  markdown: true,
  rich_text: true,
  section: true,
  table: true,
  task_card: true,
  plan: true,
  video: true,
} satisfies Record<PageBlock['type'], true>;

/** Whether a value has the type of a block Slack knows. Its inside is read by the component that draws it. */
export function isKnownBlock(value: unknown): value is PageBlock {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return typeof value.type === 'string' && Object.hasOwn(blockTypes, value.type);
}

/** Slack gives every block an id; one that has none is named by its place. */
export function blockIdOf(block: PageBlock, index: number): string {
  return block.block_id ?? `block-${index}`;
}

export function actionIdOf(element: BlockElement): string {
  return ('action_id' in element ? element.action_id : undefined) ?? `${element.type}-element`;
}

/** What an element holds before anybody touches it; undefined for those that hold nothing (buttons, images). */
export function initialValue(element: BlockElement): ElementValue | undefined {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null };
    case 'radio_buttons':
    case 'static_select':
    case 'external_select':
      return { type, selected_option: element.initial_option ?? null };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    case 'rich_text_input':
      return { type, rich_text_value: element.initial_value ?? null };
    case 'file_input':
      return { type, files: [] };
    case 'button':
    case 'overflow':
    case 'workflow_button':
    case 'image':
      return undefined;
    default:
      return type satisfies never;
  }
}

function elementsOf(block: PageBlock): BlockElement[] {
  if (block.type === 'actions') return block.elements;
  if (block.type === 'input') return [block.element];
  if (block.type === 'section' && block.accessory) return [block.accessory];
  return [];
}

/**
 * Slack's `state.values` for these blocks: what was edited where the same element is still there, else its initial value.
 */
export function currentValues(blocks: unknown[], edits: Values): Values {
  const values: Values = {};
  for (const [index, block] of blocks.entries()) {
    if (!isKnownBlock(block)) continue;
    const blockId = blockIdOf(block, index);
    for (const element of elementsOf(block)) {
      const initial = initialValue(element);
      if (!initial) continue;
      const actionId = actionIdOf(element);
      const edited = edits[blockId]?.[actionId];
      const value = edited?.type === initial.type ? edited : initial;
      values[blockId] = { ...values[blockId], [actionId]: value };
    }
  }
  return values;
}
