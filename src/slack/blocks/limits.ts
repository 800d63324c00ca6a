/**
 * What Slack refuses in Block Kit, checked before sending. Numbers come from the Block Kit reference
 * (https://docs.slack.dev/reference/block-kit) and the descriptions in @slack/types.
 * Problems read like Slack's own: what is wrong, then a JSON pointer to the place.
 */
import type { KnownBlock } from '@slack/types';
import { chartProblems, tableRows } from './limits-data';
import { elementProblems } from './limits-elements';
import {
  arraySize,
  characters,
  each,
  ifPresent,
  isRecord,
  type JsonObject,
  oneOf,
  plainText,
  problem,
  richTextProblems,
  stringLength,
  textObject,
  unsupported,
} from './limits-parts';

export type Surface = 'message' | 'modal' | 'home';

/** `data_visualization` is newer than @slack/types 3.2. */
type BlockType = KnownBlock['type'] | 'data_visualization';
interface Rule {
  surfaces: Surface[];
  check: (block: JsonObject, at: string) => string[];
}

const everywhere: Surface[] = ['message', 'modal', 'home'];
const messageAndHome: Surface[] = ['message', 'home'];
const messages: Surface[] = ['message'];

const inContainers = new Set<unknown>([
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
]);

const rules: Record<BlockType, Rule> = {
  actions: {
    surfaces: everywhere,
    check: (block, at) => [
      ...arraySize(block.elements, 1, 25, `${at}/elements`),
      ...eachElement(block.elements, 'actions', `${at}/elements`),
      ...duplicates(block.elements, 'action_id', `${at}/elements`),
    ],
  },
  alert: {
    surfaces: ['modal'],
    check: (block, at) => [
      ...textObject(block.text, 200, `${at}/text`),
      ...ifPresent(block.level, (level) =>
        oneOf(level, ['default', 'info', 'warning', 'error', 'success'], `${at}/level`),
      ),
    ],
  },
  card: { surfaces: everywhere, check: cardProblems },
  carousel: {
    surfaces: messageAndHome,
    check: (block, at) => [
      ...arraySize(block.elements, 1, 10, `${at}/elements`),
      ...each(block.elements, `${at}/elements`, (card, place) =>
        card.type === 'card' ? cardProblems(card, place) : [problem('must be a card', place)],
      ),
    ],
  },
  container: {
    surfaces: messageAndHome,
    check: (block, at) => [
      ...(block.title === undefined && block.rich_text_title === undefined
        ? [problem('must have a title or a rich_text_title', at)]
        : []),
      ...ifPresent(block.title, (title) => plainText(title, 150, `${at}/title`)),
      ...ifPresent(block.rich_text_title, (title) => richTextProblems(title, `${at}/rich_text_title`)),
      ...ifPresent(block.subtitle, (subtitle) => textObject(subtitle, 150, `${at}/subtitle`)),
      ...arraySize(block.child_blocks, 1, 10, `${at}/child_blocks`),
      ...each(block.child_blocks, `${at}/child_blocks`, (child, place) =>
        inContainers.has(child.type) ? oneBlock(child, place) : [unsupported(child.type, place)],
      ),
      ...(block.default_collapsed === true && block.is_collapsible !== true
        ? [problem('default_collapsed requires is_collapsible', at)]
        : []),
    ],
  },
  context: {
    surfaces: everywhere,
    check: (block, at) => [
      ...arraySize(block.elements, 1, 10, `${at}/elements`),
      ...each(block.elements, `${at}/elements`, (element, place) =>
        element.type === 'image' ? elementProblems(element, 'context', place) : textObject(element, 3000, place),
      ),
    ],
  },
  context_actions: {
    surfaces: messages,
    check: (block, at) => [
      ...arraySize(block.elements, 1, 5, `${at}/elements`),
      ...eachElement(block.elements, 'context_actions', `${at}/elements`),
    ],
  },
  data_table: {
    surfaces: messageAndHome,
    check: (block, at) => [
      ...stringLength(block.caption, 1, 3000, `${at}/caption`),
      ...tableRows(block.rows, 201, 20_000, `${at}/rows`),
      ...ifPresent(block.page_size, (size) =>
        typeof size === 'number' && size >= 1 && size <= 100 ? [] : [problem('must be 1 to 100', `${at}/page_size`)],
      ),
    ],
  },
  data_visualization: { surfaces: messages, check: chartProblems },
  divider: { surfaces: everywhere, check: () => [] },
  file: { surfaces: [], check: () => [] },
  header: {
    surfaces: everywhere,
    check: (block, at) => [
      ...plainText(block.text, 150, `${at}/text`),
      ...ifPresent(block.level, (level) => oneOf(level, [1, 2, 3, 4], `${at}/level`)),
    ],
  },
  image: {
    surfaces: everywhere,
    check: (block, at) => [
      ...elementProblems(block, 'context', at),
      ...ifPresent(block.title, (title) => plainText(title, 2000, `${at}/title`)),
    ],
  },
  input: {
    surfaces: everywhere,
    check: (block, at) => [
      ...plainText(block.label, 2000, `${at}/label`),
      ...ifPresent(block.hint, (hint) => plainText(hint, 2000, `${at}/hint`)),
      ...elementProblems(block.element, 'input', `${at}/element`),
    ],
  },
  markdown: { surfaces: messages, check: (block, at) => stringLength(block.text, 1, 12_000, `${at}/text`) },
  plan: {
    surfaces: messages,
    check: (block, at) => [
      ...stringLength(block.title, 1, 3000, `${at}/title`),
      ...each(block.tasks ?? [], `${at}/tasks`, oneBlock),
    ],
  },
  rich_text: { surfaces: everywhere, check: richTextProblems },
  section: {
    surfaces: everywhere,
    check: (block, at) => [
      ...(block.text === undefined && block.fields === undefined ? [problem('must have text or fields', at)] : []),
      ...ifPresent(block.text, (text) => textObject(text, 3000, `${at}/text`)),
      ...ifPresent(block.fields, (fields) => [
        ...arraySize(fields, 1, 10, `${at}/fields`),
        ...each(fields, `${at}/fields`, (field, place) => textObject(field, 2000, place)),
      ]),
      ...ifPresent(block.accessory, (accessory) => elementProblems(accessory, 'section', `${at}/accessory`)),
    ],
  },
  table: {
    surfaces: messageAndHome,
    check: (block, at) => [
      ...tableRows(block.rows, 100, 10_000, `${at}/rows`),
      ...ifPresent(block.column_settings, (settings) => arraySize(settings, 0, 20, `${at}/column_settings`)),
    ],
  },
  task_card: {
    surfaces: messages,
    check: (block, at) => [
      ...stringLength(block.task_id, 1, 255, `${at}/task_id`),
      ...stringLength(block.title, 1, 3000, `${at}/title`),
      ...oneOf(block.status, ['pending', 'in_progress', 'complete', 'error'], `${at}/status`),
      ...ifPresent(block.details, (details) => richTextProblems(details, `${at}/details`)),
      ...ifPresent(block.output, (output) => richTextProblems(output, `${at}/output`)),
    ],
  },
  video: {
    surfaces: everywhere,
    check: (block, at) => [
      ...plainText(block.title, 199, `${at}/title`),
      ...stringLength(block.video_url, 1, 3000, `${at}/video_url`),
      ...stringLength(block.thumbnail_url, 1, 3000, `${at}/thumbnail_url`),
      ...stringLength(block.alt_text, 1, 2000, `${at}/alt_text`),
      ...ifPresent(block.author_name, (name) => stringLength(name, 1, 49, `${at}/author_name`)),
    ],
  },
};

/** Problems Slack would answer with `invalid_blocks`; empty when the blocks may be sent to that surface. */
export function blockProblems(blocks: unknown, surface: Surface): string[] {
  if (!Array.isArray(blocks)) return [problem('must be an array', '/blocks')];
  const most = surface === 'message' ? 50 : 100;
  return [
    ...(blocks.length > most ? [problem(`no more than ${most} items allowed`, '/blocks')] : []),
    ...each(blocks, '/blocks', (block, at) =>
      isBlockType(block.type) && rules[block.type].surfaces.includes(surface)
        ? oneBlock(block, at)
        : [unsupported(block.type, at)],
    ),
    ...duplicates(blocks, 'block_id', '/blocks'),
    ...togetherProblems(blocks),
  ];
}

/** The whole message: `text` (at most 40,000 characters; 4,000 is advised) and blocks. */
export function messageProblems(message: { text?: unknown; blocks?: unknown }): string[] {
  return [
    ...ifPresent(message.text, (text) => (text === '' ? [] : stringLength(text, 1, 40_000, '/text'))),
    ...ifPresent(message.blocks, (blocks) => [...blockProblems(blocks, 'message'), ...lengthProblems(blocks)]),
  ];
}

/** A whole modal or Home view: blocks and the fields around them, at most 250 kB together. */
export function viewProblems(view: unknown): string[] {
  if (!isRecord(view)) return [problem('must be an object', '')];
  if (view.type !== 'modal' && view.type !== 'home') return [problem('must be modal or home', '/type')];
  const blocks = Array.isArray(view.blocks) ? view.blocks : [];
  const hasInput = blocks.some((block) => isRecord(block) && block.type === 'input');
  return [
    ...blockProblems(view.blocks, view.type),
    ...ifPresent(view.private_metadata, (value) => stringLength(value, 0, 3000, '/private_metadata')),
    ...ifPresent(view.callback_id, (value) => stringLength(value, 0, 255, '/callback_id')),
    ...ifPresent(view.external_id, (value) => stringLength(value, 0, 255, '/external_id')),
    ...(view.type === 'modal' ? plainText(view.title, 24, '/title') : []),
    ...ifPresent(view.submit, (value) => plainText(value, 24, '/submit')),
    ...ifPresent(view.close, (value) => plainText(value, 24, '/close')),
    ...(view.type === 'modal' && hasInput && view.submit === undefined
      ? [problem('a modal with input blocks must have submit', '/submit')]
      : []),
    ...(JSON.stringify(view).length > 250_000 ? ['view_too_large: more than 250 kB'] : []),
  ];
}

function oneBlock(block: JsonObject, at: string): string[] {
  if (!isBlockType(block.type)) return [unsupported(block.type, at)];
  return [
    ...ifPresent(block.block_id, (id) => stringLength(id, 1, 255, `${at}/block_id`)),
    ...rules[block.type].check(block, at),
  ];
}

function isBlockType(type: unknown): type is BlockType {
  return typeof type === 'string' && Object.hasOwn(rules, type);
}

function eachElement(list: unknown, block: 'actions' | 'context_actions', at: string): string[] {
  return each(list, at, (element, place) => elementProblems(element, block, place));
}

function duplicates(list: unknown, key: 'block_id' | 'action_id', at: string): string[] {
  if (!Array.isArray(list)) return [];
  const ids = list.map((item) => (isRecord(item) ? item[key] : undefined));
  return ids.flatMap((id, index) =>
    id !== undefined && ids.indexOf(id) < index
      ? [problem(`${key} ${String(id)} is not unique`, `${at}/${index}`)]
      : [],
  );
}

function cardProblems(card: JsonObject, at: string): string[] {
  const shown = [card.hero_image, card.title, card.actions, card.body].some((part) => part !== undefined);
  return [
    ...(shown ? [] : [problem('must have hero_image, title, actions or body', at)]),
    ...ifPresent(card.hero_image, (image) => elementProblems(image, 'context', `${at}/hero_image`)),
    ...ifPresent(card.icon, (image) => elementProblems(image, 'context', `${at}/icon`)),
    ...ifPresent(card.title, (text) => textObject(text, 150, `${at}/title`)),
    ...ifPresent(card.subtitle, (text) => textObject(text, 150, `${at}/subtitle`)),
    ...ifPresent(card.body, (text) => textObject(text, 200, `${at}/body`)),
    ...ifPresent(card.actions, (actions) => [
      ...arraySize(actions, 1, 3, `${at}/actions`),
      ...each(actions, `${at}/actions`, (button, place) =>
        button.type === 'button' ? elementProblems(button, 'actions', place) : [unsupported(button.type, place)],
      ),
    ]),
  ];
}

/** Limits that count over all blocks of one message or view. */
function togetherProblems(blocks: unknown[]): string[] {
  const ofType = (type: BlockType) => blocks.filter((block) => isRecord(block) && block.type === type);
  return [
    ...(ofType('data_visualization').length > 2 ? [problem('no more than 2 charts allowed', '/blocks')] : []),
    ...(characters(ofType('markdown')) > 12_000 ? [problem('more than 12000 characters of markdown', '/blocks')] : []),
    ...(characters(ofType('table')) > 10_000 ? [problem('more than 10000 characters in tables', '/blocks')] : []),
  ];
}

/** Not in the reference, but seen: https://github.com/slackapi/bolt-js/issues/2509. Tables have their own limit. */
const MESSAGE_CHARACTERS = 13_000;

function lengthProblems(blocks: unknown): string[] {
  if (!Array.isArray(blocks)) return [];
  const counted = blocks.filter((block) => isRecord(block) && block.type !== 'table' && block.type !== 'data_table');
  const total = characters(counted);
  return total > MESSAGE_CHARACTERS ? [`msg_blocks_too_long: ${total} of ${MESSAGE_CHARACTERS} characters`] : [];
}
