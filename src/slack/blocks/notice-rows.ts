import type { Button } from '@slack/types';
import { dateIn, hoursIn } from '../../domain/business-hours';
import type { Finding, Message, Reminder, ReminderStep } from '../../domain/finding';
import { launchId } from '../../domain/notebook';
import { leadAskedAt } from '../../domain/reminder-steps';
import { maySnooze } from '../../domain/reminders';
import { ACTIONS } from '../ids';
import { fixBy } from './card-parts';
import { asked, stateLines } from './card-states';
import { lineText } from './lines';
import { button, day, deadline, mention, name } from './text';
import { actor, type BlockContext, findingTitle, isInPlace } from './wording';
import { helpChannel } from './wording-network';

/** A message of a finding that a notice tells. */
export interface ToldRow {
  finding: Finding;
  message: Message;
}

/** How a row reads (mrkdwn), and its buttons, the first one first. */
export interface Row extends ToldRow {
  text: string;
  buttons: Button[];
}

/** Who is asked when the owner does not decide: a Slack user id, null when that is security. */
export type LeadOf = (finding: Finding) => string | null;

export function rowOf(told: ToldRow, leadOf: LeadOf, blockContext: BlockContext): Row {
  const { finding, message } = told;
  const row = message.reminder
    ? reminderRow(told, message.reminder, leadOf, blockContext)
    : { ...told, text: tellingWords(told, blockContext), buttons: [open(finding)] };
  // People talk about it by its reference.
  return row.text.includes(finding.reference) ? row : { ...row, text: `${row.text} · ${finding.reference}` };
}

function tellingWords({ finding, message }: ToldRow, blockContext: BlockContext): string {
  return message.kind === 'line'
    ? lineText(finding, message, blockContext).text
    : cardWords(finding, message, blockContext);
}

export const open = ({ notebook }: Finding) => labelled('Open', ACTIONS.open, notebook.name);

/** Many rows have the same buttons, so that screen readers need to hear which notebook one is about. */
function labelled(label: string, actionId: string, notebookName: string): Button {
  // At most 75 characters: https://docs.slack.dev/reference/block-kit/block-elements/button-element
  return button(label, actionId, { accessibility_label: `${label} ${notebookName}`.slice(0, 75) });
}

/** What the card would say first. */
function cardWords(finding: Finding, message: Message, blockContext: BlockContext): string {
  const { notebook, owner, round, status } = finding;
  const lines = stateLines(finding, message, blockContext);
  const date = fixBy(finding);
  // Opened again, or a policy exception that ended: those name the notebook, and the date where one changed.
  if (round > 1 && status === 'open' && lines.length > 0) {
    const text = lines.join(' ');
    return text.includes(date) ? text : `${text} ${date.charAt(0).toUpperCase()}${date.slice(1)}.`;
  }
  const source = owner?.source;
  const handed = source?.kind === 'assigned' && source.by !== owner?.userId;
  const what = titleOf(finding).slice(notebook.name.length);
  const subject = `*${name(notebook.name)}*${what}`;
  return [
    ...(handed ? [`*Handed to you* by ${actor(source.by)}: ${subject} · ${date}`] : [`${subject} · ${date}`]),
    ...lines,
  ].join('\n');
}

/** Plain text that starts with the notebook's name. */
const titleOf = (finding: Finding) => findingTitle(asked(finding));

function reminderRow(told: ToldRow, reminder: Reminder, leadOf: LeadOf, blockContext: BlockContext): Row {
  const { finding } = told;
  const row = (text: string, ...buttons: Button[]): Row => ({ ...told, text, buttons });
  const notebook = finding.notebook.name;
  const subject = name(notebook);
  const choice = (label: string, actionId: string) => labelled(label, actionId, notebook);
  const changeDate = choice('Change Date', ACTIONS.scheduleMigration);
  const passOn = choice('Assign Someone Else', ACTIONS.assignOwner);
  const isLead = reminder.audience === 'lead';
  const snooze = maySnooze(finding, blockContext.policy) ? [choice('Remind Me Tomorrow', ACTIONS.snooze)] : [];
  switch (reminder.step) {
    case 'undecided':
    case 'snoozed':
      return row(
        `*${subject} still waits for your choice* (${fixBy(finding)}). Any of the three choices stops these reminders.`,
        open(finding),
        ...snooze,
      );
    case 'undecided_again':
      if (isLead) {
        const text = `*No decision yet on ${subject}* (${fixBy(finding)}). ${ownerOf(finding)} may be away. Could you decide or pass it on?`;
        return row(text, open(finding), passOn);
      }
      return row(
        `*${subject}*: ${fixBy(finding)}. Stuck on something? ${helpChannel(blockContext.policy)} helps with networks and packages. ${leadWords(finding, whoElse(finding, leadOf), blockContext)}`,
        open(finding),
        ...snooze,
      );
    case 'date_tomorrow':
      return row(
        `*The date for ${subject} is near*: ${fixBy(finding)}. When it is done I notice by myself. If it will be later, pick a date; once it has passed I also tell ${whoElse(finding, leadOf)}.`,
        open(finding),
        choice(isInPlace(asked(finding)) ? 'Schedule Fix' : 'Schedule Migration', ACTIONS.scheduleMigration),
      );
    case 'date_passed':
    case 'date_still_passed': {
      const told = isLead ? ` ${ownerOf(finding)} was told.` : '';
      const next = reminder.step === 'date_passed' && !isLead ? ` ${passedWords(finding, leadOf)}` : '';
      return row(
        `*The date for ${subject} has passed* (${dateWords(finding.deadline)}). Nothing was stopped.${told} Choose a new date or ask for an exception.${next}`,
        open(finding),
        ...(isLead ? [passOn] : []),
      );
    }
    case 'migration_tomorrow':
      return row(eveWords(finding, blockContext), choice('Show Plan', ACTIONS.showPlan), changeDate);
    case 'migration_missed':
    case 'migration_still_missed': {
      const told = isLead ? `${ownerOf(finding)} was told, and may need a hand` : 'Plans change';
      const planned = isInPlace(asked(finding)) ? 'was to be fixed' : 'was planned for';
      const still = isInPlace(asked(finding)) ? 'still needs it' : 'is still there';
      const isFirst = reminder.step === 'migration_missed' && !isLead;
      const next = isFirst ? ` On the next working day I also tell ${whoElse(finding, leadOf)}.` : '';
      const text = `*${subject} ${planned} ${dateWords(finding.migration?.at)} and ${still}.* ${told}: pick the next date.${next}`;
      return row(text, changeDate, open(finding), ...(isLead ? [passOn] : []));
    }
    case 'exception_7_days':
    case 'exception_1_day': {
      const until = `*${subject} is allowed until ${dateWords(finding.grant?.until)}.*`;
      if (finding.request) return row(`${until} The request to extend it is with security.`, open(finding));
      return row(
        `${until} After that it is open again. Extending is a new decision.`,
        choice(isInPlace(finding) ? 'Schedule Fix' : 'Schedule Migration', ACTIONS.scheduleMigration),
        choice('Ask to Extend', ACTIONS.requestException),
      );
    }
    case 'request_waits':
    case 'owner_missing':
      return row(`*${subject}*: ${fixBy(finding)}.`, open(finding));
  }
}

function ownerOf({ owner }: Finding): string {
  return owner ? mention(owner.userId) : 'The owner';
}

/** Whom the owner's silence goes to. */
function whoElse(finding: Finding, leadOf: LeadOf): string {
  const lead = leadOf(finding);
  return lead && lead !== finding.owner?.userId ? mention(lead) : 'security';
}

/** The lead hears on the same day; where there is none, security on the next one. */
function passedWords(finding: Finding, leadOf: LeadOf): string {
  const who = whoElse(finding, leadOf);
  return who === 'security'
    ? 'On the next working day I also tell security.'
    : `Today I also tell ${who}, so that somebody can step in.`;
}

function dateWords(date: string | null | undefined): string {
  return date ? deadline(date) : 'no date';
}

/** `On {day} I'll also ask {lead}, so that somebody can step in.` */
function leadWords(finding: Finding, who: string, { now, policy }: BlockContext): string {
  const askedAt = leadAskedAt(finding, policy, now);
  const moment = finding.severity === 'critical' ? deadline(askedAt) : day(askedAt);
  const start = askedAt > now ? `On ${moment} I'll also ask` : 'Today I also ask';
  return `${start} ${who}, so that somebody can step in.`;
}

/** The reminder comes on the last working day before, which need not be the day before. */
function eveWords(finding: Finding, blockContext: BlockContext): string {
  const { migration, owner, notebook } = finding;
  if (!migration) return '';
  const hours = hoursIn(blockContext.policy.business_hours, owner?.timeZone ?? blockContext.readerTimeZone);
  const tomorrow = new Date(Date.parse(blockContext.now) + 24 * 60 * 60_000).toISOString();
  const isTomorrow = dateIn(tomorrow, hours) === dateIn(migration.at, hours);
  const does = isInPlace(asked(finding)) ? 'is to be fixed' : 'moves';
  return `*${isTomorrow ? 'Tomorrow' : 'Soon'}: ${name(notebook.name)} ${does}*, ${deadline(migration.at)}. Steps and what stays behind are in the plan.`;
}

/** The most urgent first. */
const URGENCY: ReminderStep[] = [
  'migration_missed',
  'date_passed',
  'migration_still_missed',
  'date_still_passed',
  'undecided_again',
  'migration_tomorrow',
  'date_tomorrow',
  'exception_1_day',
  'undecided',
  'snoozed',
  'exception_7_days',
  'request_waits',
  'owner_missing',
];
const CARD_RANK = URGENCY.indexOf('undecided');

const rankOf = ({ message }: ToldRow) => {
  if (message.reminder) return URGENCY.indexOf(message.reminder.step);
  return message.kind === 'line' ? URGENCY.length : CARD_RANK - 0.5;
};

/** The most urgent first, of the same urgency the earliest date; of the reminders about one finding only the first. */
export function inOrder(rows: ToldRow[]): ToldRow[] {
  const sorted = rows.toSorted((one, other) => rankOf(one) - rankOf(other) || compareDates(one.finding, other.finding));
  const isRepeated = ({ finding, message }: ToldRow, index: number) =>
    message.kind === 'reminder' &&
    sorted
      .slice(0, index)
      .some((other) => launchId(other.finding.launch) === launchId(finding.launch) && other.message.kind !== 'line');
  return sorted.filter((row, index) => !isRepeated(row, index));
}

function compareDates({ deadline: one }: Finding, { deadline: other }: Finding): number {
  if (one === other) return 0;
  return (one ?? '9') < (other ?? '9') ? -1 : 1;
}
