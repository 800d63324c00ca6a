/** Limits of the interactive elements inside blocks: which block holds which element, and how long its parts may be. */
import { isDeepStrictEqual } from 'node:util';
import type {
  ActionsBlockElement,
  ContextActionsBlockElement,
  InputBlockElement,
  SectionBlockAccessory,
} from '@slack/types';
import {
  arraySize,
  ifPresent,
  isRecord,
  type JsonObject,
  oneOf,
  plainText,
  problem,
  stringLength,
  textObject,
  unsupported,
} from './limits-parts';

type Holder = 'actions' | 'section' | 'input' | 'context' | 'context_actions';
type ElementType =
  | ActionsBlockElement['type']
  | ContextActionsBlockElement['type']
  | InputBlockElement['type']
  | SectionBlockAccessory['type'];
type Check = (element: JsonObject, at: string) => string[];

const anywhere: Holder[] = ['actions', 'section', 'input'];
const buttons: Holder[] = ['actions', 'section'];
const inputs: Holder[] = ['input'];

const elements: Record<ElementType, { in: Holder[]; check: Check }> = {
  button: { in: buttons, check: buttonProblems },
  workflow_button: { in: buttons, check: buttonProblems },
  overflow: {
    in: buttons,
    check: (element, at) => options(element.options, { most: 5, text: 'plain', links: true }, `${at}/options`),
  },
  checkboxes: { in: anywhere, check: choice(10, 'any') },
  radio_buttons: { in: anywhere, check: choice(10, 'any') },
  static_select: { in: anywhere, check: choice(100, 'plain') },
  multi_static_select: { in: anywhere, check: multiple(choice(100, 'plain')) },
  external_select: { in: anywhere, check: () => [] },
  multi_external_select: { in: anywhere, check: multiple(() => []) },
  users_select: { in: anywhere, check: () => [] },
  multi_users_select: { in: anywhere, check: multiple(() => []) },
  conversations_select: { in: anywhere, check: () => [] },
  multi_conversations_select: { in: anywhere, check: multiple(() => []) },
  channels_select: { in: anywhere, check: () => [] },
  multi_channels_select: { in: anywhere, check: multiple(() => []) },
  datepicker: {
    in: anywhere,
    check: (element, at) =>
      ifPresent(element.initial_date, (date) => matches(date, /^\d{4}-\d{2}-\d{2}$/, `${at}/initial_date`)),
  },
  timepicker: {
    in: anywhere,
    check: (element, at) =>
      ifPresent(element.initial_time, (time) => matches(time, /^\d{2}:\d{2}$/, `${at}/initial_time`)),
  },
  datetimepicker: {
    in: ['actions', 'input'],
    check: (element, at) =>
      ifPresent(element.initial_date_time, (time) => matches(time, /^\d{10}$/, `${at}/initial_date_time`)),
  },
  plain_text_input: { in: inputs, check: plainTextInput },
  email_text_input: { in: inputs, check: () => [] },
  url_text_input: { in: inputs, check: () => [] },
  number_input: {
    in: inputs,
    check: (element, at) =>
      typeof element.is_decimal_allowed === 'boolean' ? [] : [problem('is_decimal_allowed is missing', at)],
  },
  file_input: {
    in: inputs,
    check: (element, at) =>
      ifPresent(element.max_files, (most) =>
        between(most, 1, 10) ? [] : [problem('must be 1 to 10', `${at}/max_files`)],
      ),
  },
  rich_text_input: { in: ['actions', 'input'], check: () => [] },
  image: { in: ['section', 'context'], check: imageProblems },
  feedback_buttons: {
    in: ['context_actions'],
    check: (element, at) =>
      ['positive_button', 'negative_button'].flatMap((key) => feedbackButton(element[key], `${at}/${key}`)),
  },
  icon_button: {
    in: ['context_actions'],
    check: (element, at) => [
      ...plainText(element.text, 75, `${at}/text`),
      ...stringLength(element.icon, 1, 255, `${at}/icon`),
    ],
  },
};

/** Problems of one element, for the kind of block that holds it. */
export function elementProblems(element: unknown, holder: Holder, at: string): string[] {
  if (!isRecord(element)) return [problem('must be an object', at)];
  const { type } = element;
  if (!isElementType(type) || !elements[type].in.includes(holder)) {
    return [unsupported(type, at)];
  }
  return [
    ...ifPresent(element.action_id, (id) => stringLength(id, 1, 255, `${at}/action_id`)),
    ...ifPresent(element.placeholder, (text) => plainText(text, 150, `${at}/placeholder`)),
    ...ifPresent(element.confirm, (confirm) => confirmProblems(confirm, `${at}/confirm`)),
    ...elements[type].check(element, at),
  ];
}

function isElementType(type: unknown): type is ElementType {
  return typeof type === 'string' && Object.hasOwn(elements, type);
}

function matches(value: unknown, pattern: RegExp, at: string): string[] {
  return pattern.test(String(value)) ? [] : [problem('has the wrong format', at)];
}

function between(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function buttonProblems(element: JsonObject, at: string): string[] {
  return [
    ...plainText(element.text, 75, `${at}/text`),
    ...ifPresent(element.value, (value) => stringLength(value, 0, 2000, `${at}/value`)),
    ...ifPresent(element.url, (url) => stringLength(url, 1, 3000, `${at}/url`)),
    ...ifPresent(element.accessibility_label, (label) => stringLength(label, 1, 75, `${at}/accessibility_label`)),
    ...ifPresent(element.style, (style) => oneOf(style, ['primary', 'danger'], `${at}/style`)),
  ];
}

function confirmProblems(confirm: unknown, at: string): string[] {
  if (!isRecord(confirm)) return [problem('must be an object', at)];
  return [
    ...ifPresent(confirm.title, (title) => plainText(title, 100, `${at}/title`)),
    ...textObject(confirm.text, 300, `${at}/text`),
    ...ifPresent(confirm.confirm, (label) => plainText(label, 30, `${at}/confirm`)),
    ...ifPresent(confirm.deny, (label) => plainText(label, 30, `${at}/deny`)),
    ...ifPresent(confirm.style, (style) => oneOf(style, ['primary', 'danger'], `${at}/style`)),
  ];
}

interface OptionLimits {
  most: number;
  /** Radio buttons and checkboxes may use mrkdwn. */
  text: 'plain' | 'any';
  /** Only an overflow option may carry a URL. */
  links: boolean;
}

function options(list: unknown, limits: OptionLimits, at: string): string[] {
  const sized = arraySize(list, 1, limits.most, at);
  if (!Array.isArray(list)) return sized;
  return [...sized, ...list.flatMap((option, index) => optionProblems(option, limits, `${at}/${index}`))];
}

function optionProblems(option: unknown, limits: OptionLimits, at: string): string[] {
  if (!isRecord(option)) return [problem('must be an object', at)];
  const text = limits.text === 'plain' ? plainText : textObject;
  return [
    ...text(option.text, 75, `${at}/text`),
    // The type says 75, a page of the reference 150: the smaller is safe.
    ...stringLength(option.value, 1, 75, `${at}/value`),
    ...ifPresent(option.description, (description) => text(description, 75, `${at}/description`)),
    ...ifPresent(option.url, (url) =>
      limits.links
        ? stringLength(url, 1, 3000, `${at}/url`)
        : [problem('only an overflow option has a url', `${at}/url`)],
    ),
  ];
}

/** A fixed list of options, with the options chosen at first among them. */
function choice(most: number, text: 'plain' | 'any'): Check {
  const limits = { most, text, links: false };
  return (element, at) => {
    const groups = element.option_groups;
    const listed = Array.isArray(groups)
      ? [
          ...arraySize(groups, 1, 100, `${at}/option_groups`),
          ...groups.flatMap((group, index) => groupProblems(group, limits, `${at}/option_groups/${index}`)),
        ]
      : options(element.options, limits, `${at}/options`);
    return [...listed, ...initialProblems(element, at)];
  };
}

function groupProblems(group: unknown, limits: OptionLimits, at: string): string[] {
  if (!isRecord(group)) return [problem('must be an object', at)];
  return [...plainText(group.label, 75, `${at}/label`), ...options(group.options, limits, `${at}/options`)];
}

function initialProblems(element: JsonObject, at: string): string[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [element];
  const offered = groups.flatMap((group) => (isRecord(group) && Array.isArray(group.options) ? group.options : []));
  const initial = Array.isArray(element.initial_options) ? element.initial_options : [element.initial_option];
  const strange = initial.some(
    (option) => option !== undefined && !offered.some((known) => isDeepStrictEqual(known, option)),
  );
  return [
    ...ifPresent(element.initial_options, (list) => arraySize(list, 1, 100, `${at}/initial_options`)),
    ...(strange ? [problem('the initial option must be one of the options', at)] : []),
  ];
}

function multiple(check: Check): Check {
  return (element, at) => [
    ...check(element, at),
    ...ifPresent(element.max_selected_items, (most) =>
      between(most, 1, 100) ? [] : [problem('must be at least 1', `${at}/max_selected_items`)],
    ),
  ];
}

function plainTextInput(element: JsonObject, at: string): string[] {
  const { min_length: least, max_length: most } = element;
  const crossed = typeof least === 'number' && typeof most === 'number' && least > most;
  return [
    ...ifPresent(least, (value) => (between(value, 0, 3000) ? [] : [problem('must be 0 to 3000', `${at}/min_length`)])),
    ...ifPresent(most, (value) => (between(value, 1, 3000) ? [] : [problem('must be 1 to 3000', `${at}/max_length`)])),
    ...(crossed ? [problem('min_length is above max_length', at)] : []),
    ...ifPresent(element.initial_value, (value) => stringLength(value, 0, 3000, `${at}/initial_value`)),
  ];
}

function imageProblems(element: JsonObject, at: string): string[] {
  const sources = [element.image_url, element.slack_file].filter((source) => source !== undefined).length;
  return [
    ...stringLength(element.alt_text, 1, 2000, `${at}/alt_text`),
    ...ifPresent(element.image_url, (url) => stringLength(url, 1, 3000, `${at}/image_url`)),
    ...(sources === 1 ? [] : [problem('must have either image_url or slack_file', at)]),
  ];
}

function feedbackButton(button: unknown, at: string): string[] {
  if (!isRecord(button)) return [problem('must be an object', at)];
  return [...plainText(button.text, 75, `${at}/text`), ...stringLength(button.value, 1, 2000, `${at}/value`)];
}
