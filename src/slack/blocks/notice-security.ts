import type { KnownBlock } from '@slack/types';
import { dateIn, workingHoursLater } from '../../domain/business-hours';
import type { Finding, ReminderStep } from '../../domain/finding';
import { launchId } from '../../domain/notebook';
import { reminderMessageKey } from '../../domain/outbox';
import { ACTIONS } from '../ids';
import { fixBy } from './card-parts';
import type { ToldRow } from './notice-rows';
import { button, day, mrkdwn, name } from './text';
import { approverGroup, type BlockContext, countOf } from './wording';

/** A paragraph for the security channel: its words, its blocks without those of single notebooks, and these. */
export interface Part {
  text: string;
  block: KnownBlock;
  /** One line a notebook. mrkdwn. */
  rows: { finding: Finding; text: string }[];
}

/** What waits for security: requests, dates that passed, notebooks without an owner. No person is named. */
export function securityParts(rows: ToldRow[], blockContext: BlockContext): Part[] {
  const about = (...steps: ReminderStep[]) =>
    findingsOf(rows.filter(({ message }) => message.reminder && steps.includes(message.reminder.step)));
  const requests = about('request_waits');
  const passed = about('date_passed', 'migration_missed');
  const undecided = about('undecided_again');
  const orphans = findingsOf(
    rows.filter(({ message }) => message.kind === 'orphan' || message.reminder?.step === 'owner_missing'),
  );
  return [
    ...(requests.length > 0 ? [requestsPart(requests, blockContext)] : []),
    ...(passed.length > 0
      ? [listPart(`*Dates passed: ${passed.length}.* Nothing was stopped.`, passed, passedFacts)]
      : []),
    ...(undecided.length > 0
      ? [
          listPart(`*No decision yet, and no lead to ask: ${undecided.length}.*`, undecided, (finding) =>
            fixBy(finding),
          ),
        ]
      : []),
    ...(orphans.length > 0 ? [orphansPart(orphans)] : []),
  ];
}

/** Each launch once. */
const findingsOf = (rows: ToldRow[]) => [
  ...new Map(rows.map(({ finding }) => [launchId(finding.launch), finding])).values(),
];

/** `*12 requests wait, 3 due today.* Oldest: NB-7F3K, churn-eda.` The group is mentioned only when one runs out soon. */
function requestsPart(findings: Finding[], { now, policy }: BlockContext): Part {
  const hours = policy.business_hours;
  const pending = findings
    .flatMap(({ request, reference, notebook }) => (request ? [{ request, reference, notebook }] : []))
    .toSorted((one, other) => (one.request.at < other.request.at ? -1 : 1));
  const dueToday = pending.filter(({ request }) => dateIn(request.timeoutAt, hours) <= dateIn(now, hours)).length;
  const isUrgent = pending.some(({ request }) => request.timeoutAt <= workingHoursLater(now, 4, hours));
  const [oldest] = pending;
  const count = findings.length === 1 ? '1 request waits' : `${findings.length} requests wait`;
  const text = [
    ...(isUrgent ? [approverGroup(policy)] : []),
    `*${count}${dueToday > 0 ? `, ${dueToday} due today` : ''}.*`,
    ...(oldest ? [`Oldest: ${oldest.reference}, ${name(oldest.notebook.name)}.`] : []),
  ].join(' ');
  return { text, rows: [], block: withButton(text, 'Review Requests', ACTIONS.reviewRequests) };
}

function orphansPart(findings: Finding[]): Part {
  const most = 10;
  const named = findings.slice(0, most).map(({ reference, notebook }) => `${reference} ${name(notebook.name)}`);
  const more = findings.length > most ? `, and ${findings.length - most} more` : '';
  const count = countOf(findings.length, 'notebook');
  const text = `*${count.charAt(0).toUpperCase()}${count.slice(1)} without an owner*: ${named.join(', ')}${more}.`;
  return { text, rows: [], block: withButton(text, 'Assign Owners', ACTIONS.assignOwners) };
}

function listPart(text: string, findings: Finding[], facts: (finding: Finding) => string): Part {
  return {
    text,
    block: { type: 'section', text: mrkdwn(text) },
    rows: findings.map((finding) => ({
      finding,
      text: [`${finding.reference} *${name(finding.notebook.name)}*`, teamOf(finding), facts(finding)].join(', '),
    })),
  };
}

function teamOf({ team }: Finding): string {
  return team ? `team ${name(team)}` : 'no team';
}

/** `passed {date}, told 2 times, lead told {date}` */
function passedFacts(finding: Finding): string {
  const { deadline: date, messages, round } = finding;
  const times = Object.values(messages).filter(
    (message) => message.round === round && message.reminder?.audience === 'owner' && message.postedAt,
  ).length;
  const leadToldAt = (['date_passed', 'migration_missed'] as const)
    .map((step) => messages[reminderMessageKey(finding, { step, audience: 'lead', anchor: date ?? '' })]?.postedAt)
    .find((at) => at !== undefined);
  return [
    ...(date ? [`passed ${day(date)}`] : []),
    `told ${times === 1 ? 'once' : `${times} times`}`,
    ...(leadToldAt ? [`lead told ${day(leadToldAt)}`] : []),
  ].join(', ');
}

function withButton(text: string, label: string, actionId: string): KnownBlock {
  return { type: 'section', text: mrkdwn(text), accessory: button(label, actionId) };
}
