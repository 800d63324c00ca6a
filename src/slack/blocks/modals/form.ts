import type {
  AlertBlock,
  Checkboxes,
  Datepicker,
  InputBlock,
  KnownBlock,
  ModalView,
  Option,
  PlainTextElement,
  PlainTextInput,
  RadioButtons,
  UsersSelect,
} from '@slack/types';
import { dateIn } from '../../../domain/business-hours';
import type { Policy } from '../../../domain/policy-file';
import { metadata, type Subject, VIEWS } from '../../ids';
import { mrkdwn, plain, plainMoment } from '../text';

/**
 * The block_id of every field in a form. The parser of submissions reads by them and puts errors under them, and since
 * they never change, a view that is rendered again keeps what was typed.
 */
export const FIELDS = {
  date: 'date',
  files: 'files',
  note: 'note',
  rules: 'rules',
  category: 'category',
  reason: 'reason',
  control: 'control',
  until: 'until',
  untilDate: 'until_date',
  condition: 'condition',
  whose: 'whose',
  person: 'person',
  remember: 'remember',
  question: 'question',
  answer: 'answer',
  decision: 'decision',
} as const;

/** The action_id of a field, unless choosing in it is to be handled at once. */
const VALUE = 'value';

/** Fewest and most characters of what people write in their own words. */
export const WORDS = { least: 20, most: 1000 } as const;

interface ModalParts {
  /** At most 24 characters, as `submit` and `close`: https://docs.slack.dev/reference/views/modal-views */
  title: string;
  callback: string;
  subject: Subject;
  /** What the view remembers beside its subject. */
  state?: string;
  blocks: KnownBlock[];
}

/** A view with a form; `submit` says what happens when it is pressed. */
export function form({ submit, ...parts }: ModalParts & { submit: string }): ModalView {
  return { ...view(parts), submit: plain(submit, 24), close: plain('Cancel', 24) };
}

/** A view that only shows something. */
export function info(
  parts: Pick<ModalParts, 'title' | 'blocks' | 'state'> & { subject?: Subject; callback?: string },
): ModalView {
  return { ...view({ callback: VIEWS.info, ...parts }), close: plain('Close', 24) };
}

function view({
  title,
  callback,
  subject,
  state,
  blocks,
}: Omit<ModalParts, 'subject'> & { subject?: Subject }): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    ...(subject || state ? { private_metadata: metadata(subject, state) } : {}),
    title: plain(title, 24),
    blocks,
  };
}

/** Trusted mrkdwn of at most 200 characters. Alerts exist in modals only. */
export function alert(text: string, level: NonNullable<AlertBlock['level']> = 'info'): AlertBlock {
  return { type: 'alert', level, text: mrkdwn(text) };
}

interface FieldParts {
  label: string;
  hint?: string;
  optional?: boolean;
  /** The action_id of a field that is handled at once, when something is chosen in it. */
  dispatch?: string;
}

type FieldElement = Checkboxes | Datepicker | PlainTextInput | RadioButtons | UsersSelect;

function field(blockId: string, { label, hint, optional, dispatch }: FieldParts, element: FieldElement): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, 150),
    ...(hint ? { hint: plain(hint, 300) } : {}),
    ...(optional ? { optional } : {}),
    ...(dispatch ? { dispatch_action: true } : {}),
    element: { ...element, action_id: dispatch ?? VALUE },
  };
}

/** `initial` is a date (`YYYY-MM-DD`) in the company's zone. */
export function dateField(blockId: string, parts: FieldParts & { initial?: string }): InputBlock {
  return field(blockId, parts, {
    type: 'datepicker',
    ...(parts.initial ? { initial_date: parts.initial } : {}),
  });
}

interface Words {
  initial?: string;
  /** Fewest characters; without it there is no minimum. */
  least?: number;
}

export function textField(blockId: string, parts: FieldParts & Words): InputBlock {
  return field(blockId, parts, {
    type: 'plain_text_input',
    multiline: true,
    max_length: WORDS.most,
    ...(parts.least ? { min_length: parts.least } : {}),
    ...(parts.initial ? { initial_value: parts.initial } : {}),
  });
}

export function personField(blockId: string, parts: FieldParts & { initial?: string }): InputBlock {
  return field(blockId, parts, {
    type: 'users_select',
    ...(parts.initial ? { initial_user: parts.initial } : {}),
  });
}

export interface Choice {
  value: string;
  text: string;
  description?: string;
}

/** One of several; `initial` is the value chosen at first, ignored when it is not offered. */
export function choiceField(blockId: string, parts: FieldParts & { choices: Choice[]; initial?: string }): InputBlock {
  const options = parts.choices.map(option);
  const chosen = options.find(({ value }) => value === parts.initial);
  return field(blockId, parts, { type: 'radio_buttons', options, ...(chosen ? { initial_option: chosen } : {}) });
}

/** Any of several; `ticked` says whether all are ticked at first or none. */
export function choicesField(blockId: string, parts: FieldParts & { choices: Choice[]; ticked: boolean }): InputBlock {
  const options = parts.choices.map(option);
  return field(blockId, parts, { type: 'checkboxes', options, ...(parts.ticked ? { initial_options: options } : {}) });
}

/** Texts of options hold 75 characters: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
function option({ value, text, description }: Choice): Option & { text: PlainTextElement; value: string } {
  return { value, text: plain(text, 75), ...(description ? { description: plain(description, 75) } : {}) };
}

/** A picked date means the company's day, so the words beside a picker are in the company's zone too. */
export function companyMoment(iso: string, policy: Policy): string {
  return plainMoment(iso, policy.business_hours.time_zone);
}

export function companyDate(iso: string, policy: Policy): string {
  return dateIn(iso, policy.business_hours);
}
