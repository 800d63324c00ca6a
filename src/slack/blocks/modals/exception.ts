import type { KnownBlock, ModalView } from '@slack/types';
import type { TooFewApprovers } from '../../../domain/authorisation';
import { networkFor } from '../../../domain/corrected-launch';
import { answerDate } from '../../../domain/deadline';
import type { ExceptionCategory, Finding, Grant } from '../../../domain/finding';
import { daysFrom, latestException } from '../../../domain/limits';
import { isNetworkRule, longestExceptionDays, quorumFor, type RuleId } from '../../../domain/policy';
import type { Network, Policy } from '../../../domain/policy-file';
import { ACTIONS, VIEWS } from '../../ids';
import { capitalised, context, deadline, moment, name, section } from '../text';
import { approverGroup, type BlockContext, countOf, ruleName, ruleNames } from '../wording';
import { alternative, helpChannel } from '../wording-network';
import {
  alert,
  type Choice,
  choiceField,
  choicesField,
  companyMoment,
  dateField,
  FIELDS,
  form,
  info,
  textField,
  WORDS,
} from './form';
import { subjectLine } from './subject-line';

/** How long an exception may be asked for; `latest` is what the policy allows, `date` is picked in the field below. */
export const UNTIL = { week: '7_days', fortnight: '14_days', latest: 'latest', date: 'date' } as const;

const TITLE = 'Request policy exception';

const CATEGORIES: (Choice & { value: ExceptionCategory })[] = [
  { value: 'packages', text: 'Packages' },
  { value: 's3_data', text: 'Data in S3' },
  { value: 'third_party_api', text: 'A third-party API' },
  { value: 'other', text: 'Something else' },
];

/** Asks security. `category` is the reason chosen so far: the view is rendered again with what works instead. */
export function exceptionModal(
  finding: Finding,
  blockContext: BlockContext,
  { category }: { category?: ExceptionCategory } = {},
): ModalView {
  const { policy } = blockContext;
  const sensitive = isSensitive(policy, finding.sensitivity);
  return form({
    title: TITLE,
    submit: 'Send to security',
    callback: VIEWS.exception,
    subject: { launch: finding.launch },
    blocks: [
      subjectLine(finding, blockContext),
      ...renewing(finding),
      rulesField(
        'What must stay?',
        finding.violations.map(({ rule }) => rule),
      ),
      choiceField(FIELDS.category, {
        label: 'Why?',
        choices: CATEGORIES,
        initial: category,
        dispatch: ACTIONS.exceptionCategory,
      }),
      ...(category ? whatWorks(finding, category, blockContext) : []),
      textField(FIELDS.reason, {
        label: 'In your words',
        hint: 'What it is needed for. Security and your lead can read it.',
        least: WORDS.least,
      }),
      textField(FIELDS.control, { label: 'What protects the data meanwhile?', optional: !sensitive }),
      ...untilFields(finding, blockContext),
      context(whoDecides(finding, blockContext)),
    ],
  });
}

/** Asked while an exception holds: a new decision, with the old one in force until then. */
function renewing({ grant }: Finding): KnownBlock[] {
  if (!grant) return [];
  return [
    context(
      `*Allowed until ${deadline(grant.until)}* now: ${ruleNames(grant.rules)}. That stays so whatever security answers; extending is a new decision.`,
    ),
  ];
}

/** In place of the form, while the policy allows no later end than that of the exception that holds. */
export function nothingToExtendModal(finding: Finding, grant: Grant, blockContext: BlockContext): ModalView {
  const { now, policy } = blockContext;
  const latest = latestException(policy, finding.sensitivity, now);
  return info({
    title: TITLE,
    subject: { launch: finding.launch },
    blocks: [
      subjectLine(finding, blockContext),
      section(
        `It is allowed until ${deadline(grant.until)} already, and the policy allows no later end today than ${deadline(latest)}. I tell its owner before it ends: that is the time to ask again.`,
      ),
    ],
  });
}

/** In place of the form, when too few are left who could decide. */
export function cannotBeApprovedModal(
  finding: Finding,
  missing: TooFewApprovers,
  blockContext: BlockContext,
): ModalView {
  const { policy } = blockContext;
  const contact = `${name(policy.operator, 40)} (${helpChannel(policy)})`;
  return info({
    title: TITLE,
    subject: { launch: finding.launch },
    blocks: [
      subjectLine(finding, blockContext),
      alert(`${whoIsMissing(missing)} Ask ${contact} to name another approver.`, 'warning'),
    ],
  });
}

function whoIsMissing({ able, needed, isApprover }: TooFewApprovers): string {
  if (able === 0) return `Nobody${isApprover ? ' but you' : ''} can approve this today.`;
  return `${capitalised(countOf(needed, 'approval'))} are needed, and only ${able} can be given today.`;
}

/** The policy wants to know what protects data of this sensitivity while an exception holds. */
export function isSensitive(policy: Policy, sensitivity: string): boolean {
  return policy.data_sensitivity.sensitive.includes(sensitivity);
}

export function rulesField(label: string, rules: readonly RuleId[]) {
  return choicesField(FIELDS.rules, {
    label,
    choices: rules.map((rule) => ({ value: rule, text: capitalised(ruleName(rule)) })),
    ticked: true,
  });
}

/** Of no help when the network is not what is asked for. */
function whatWorks(finding: Finding, category: ExceptionCategory, { policy }: BlockContext): KnownBlock[] {
  if (!finding.violations.some(({ rule }) => isNetworkRule(rule))) return [];
  const network = networkFor(policy, finding.notebook);
  const question = network && worksThere(category, network) ? ' Still needed?' : '';
  return [section(`${alternative(category, network)}${question}`)];
}

function worksThere(category: ExceptionCategory, { egress: { mirror, nat, s3 } }: Network): boolean {
  return { packages: Boolean(mirror) || nat, s3_data: s3 || nat, third_party_api: nat, other: false }[category];
}

function untilFields(finding: Finding, { now, policy }: BlockContext): KnownBlock[] {
  const most = longestExceptionDays(policy, finding.sensitivity);
  const latest = companyMoment(latestException(policy, finding.sensitivity, now), policy);
  const isLater = (days: number) =>
    finding.grant === null || daysFrom(now, days, policy.business_hours) > finding.grant.until;
  const shorter = [
    { value: UNTIL.week, text: '7 days', days: 7 },
    { value: UNTIL.fortnight, text: '14 days', days: 14 },
  ].filter(({ days }) => days < most && isLater(days));
  const choices: Choice[] = [
    ...shorter,
    { value: UNTIL.latest, text: 'The latest allowed', description: latest },
    { value: UNTIL.date, text: 'A date that I pick' },
  ];
  return [
    choiceField(FIELDS.until, { label: 'Until', choices, initial: choices[0]?.value }),
    dateField(FIELDS.untilDate, {
      label: 'Date, if you pick one',
      hint: `Latest ${latest} for ${finding.sensitivity} data`,
      optional: true,
    }),
  ];
}

function whoDecides(finding: Finding, { now, policy }: BlockContext): string {
  const quorum = quorumFor(policy, finding.sensitivity);
  const people = quorum === 1 ? 'one approval is enough' : `${quorum} different people have to approve`;
  return `${approverGroup(policy)} decides, ${people}; answer due ${moment(answerDate(now, policy))}.`;
}
