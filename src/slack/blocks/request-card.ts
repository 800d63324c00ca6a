import type { Button, KnownBlock } from '@slack/types';
import { networkFor } from '../../domain/corrected-launch';
import type { ClosedRequest, ExceptionRequest, Finding, Message } from '../../domain/finding';
import { requestOf } from '../../domain/messages';
import { longestExceptionDays } from '../../domain/policy';
import type { Policy } from '../../domain/policy-file';
import { ACTIONS, MENU } from '../ids';
import { actions, choice, type MessageContent, menu, quotation } from './card-parts';
import { agreedEnd, requestStateLines } from './request-states';
import {
  button,
  context,
  day,
  deadline,
  escaped,
  header,
  mention,
  moment,
  mrkdwn,
  name,
  plain,
  plainMoment,
  section,
} from './text';
import {
  accountName,
  type BlockContext,
  categoryWord,
  countOf,
  place,
  ruleNames,
  violationShort,
  zoneOf,
} from './wording';
import { networkLine } from './wording-network';

/** Security's card for one request, in any state: the facts stay, the buttons go with the decision. */
export function requestCard(finding: Finding, message: Message, blockContext: BlockContext): MessageContent {
  const title = `Policy exception request: ${finding.notebook.name}`;
  const request = requestOf(finding, message);
  if (!request) {
    const closed = `*Closed.* The details are in the history of ${finding.reference}.`;
    return { text: `${name(title, 150)}. ${closed}`, blocks: [header(title), section(closed)] };
  }
  const lines = requestStateLines(finding, request);
  return {
    text: [
      `${name(title, 150)} (${place(blockContext.policy, finding.launch)}, ${finding.reference}).`,
      ...lines,
      asksWords(finding, request, blockContext),
      `${whyWords(request)}. “${escaped(request.reason, 1000)}”`,
      ...(request.control ? [`${MEANWHILE}: “${escaped(request.control, 1000)}”`] : []),
      withoutIt(finding, blockContext),
    ].join(' '),
    blocks: [
      header(title),
      ...requestFacts(finding, request, blockContext),
      ...buttons(finding, request, blockContext),
      ...(isPending(request)
        ? [context(`Approvers: ${approversWords(blockContext.policy)}. Requester and owner cannot decide.`)]
        : []),
    ],
  };
}

const MEANWHILE = 'Meanwhile protected by';

/** Everything that an approver weighs, and where the request stands: the card without its buttons. */
export function requestFacts(
  finding: Finding,
  request: ExceptionRequest | ClosedRequest,
  blockContext: BlockContext,
): KnownBlock[] {
  return [
    context(topLine(finding, request)),
    ...requestStateLines(finding, request).map(section),
    section(asksWords(finding, request, blockContext)),
    quotation(whyWords(request), request.reason),
    ...(request.control ? [quotation(MEANWHILE, request.control)] : []),
    { type: 'section', fields: fieldsOf(finding, request, blockContext).map(mrkdwn) },
    section(withoutIt(finding, blockContext)),
  ];
}

function whyWords({ category }: ExceptionRequest): string {
  return `Why: ${categoryWord(category)}`;
}

/** Named without a mention: every request would ring at the whole group. */
function approversWords(policy: Policy): string {
  return policy.security.user_group ? "the approvers' group of the policy" : 'the people that the policy names';
}

function isPending(request: ExceptionRequest | ClosedRequest): boolean {
  return !('outcome' in request);
}

function topLine(finding: Finding, request: ExceptionRequest): string {
  const sensitivity = `${name(finding.sensitivity)} data`;
  if (!isPending(request)) return `${finding.reference} · ${sensitivity}`;
  const approvals = `approvals ${request.approvals.length} of ${request.quorum} (${sensitivity})`;
  return `${finding.reference} · answer due ${moment(request.timeoutAt)} · ${approvals}`;
}

function asksWords(finding: Finding, request: ExceptionRequest, { policy }: BlockContext): string {
  const most = longestExceptionDays(policy, finding.sensitivity);
  return `*${mention(request.by)}* asks to keep *${ruleNames(request.rules)}* until *${day(request.until)}* (${daysOf(request, request.until)} of at most ${most} days).`;
}

const DAY_MS = 24 * 60 * 60_000;

function daysOf(request: ExceptionRequest, until: string): number {
  return Math.max(1, Math.round((Date.parse(until) - Date.parse(request.at)) / DAY_MS));
}

function fieldsOf(finding: Finding, request: ExceptionRequest, { policy }: BlockContext): string[] {
  const others = finding.violations.filter(({ rule }) => !request.rules.includes(rule));
  const before = finding.closedRequests.filter(({ id }) => id !== request.id).length;
  const left = others.map((violation) => {
    return `${violationShort(violation)}${violation.deadline ? `, fix by ${deadline(violation.deadline)}` : ''}`;
  });
  return [
    `*Account*\n${place(policy, finding.launch)}`,
    `*Team*\n${finding.team ? name(finding.team, 200) : 'not known'}`,
    `*Data*\n${name(finding.sensitivity, 200)}`,
    `*Running since*\n${day(finding.launch.createdAt)}`,
    `*Not covered*\n${left.length > 0 ? left.join('; ') : 'nothing'}`,
    `*Before*\n${before === 0 ? 'none here' : `${before} here`}`,
  ];
}

function withoutIt(finding: Finding, { policy }: BlockContext): string {
  const network = networkFor(policy, finding.notebook);
  return network
    ? `*Without it:* an approved network is ready here. ${networkLine(network)}`
    : '*Without it:* no approved network here.';
}

function buttons(
  finding: Finding,
  request: ExceptionRequest | ClosedRequest,
  blockContext: BlockContext,
): KnownBlock[] {
  const subject = { requestId: request.id };
  if (isPending(request)) {
    const elements = [
      approveButton(finding, request, blockContext),
      choice('Approve Shorter', ACTIONS.approveShorter),
      choice('Deny', ACTIONS.deny),
      menu([MENU.ask, MENU.openInAws, MENU.history], finding, blockContext),
    ];
    return [actions('request', finding, elements, subject)];
  }
  if (finding.grant?.requestId !== request.id) return [];
  const more = menu([MENU.openInAws, MENU.history], finding, blockContext);
  return [actions('request', finding, [choice('Revoke', ACTIONS.revoke), more], subject)];
}

/** Asks once more, since approving lets a risk stay. Limits: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
function approveButton(finding: Finding, request: ExceptionRequest, blockContext: BlockContext): Button {
  const zone = zoneOf(blockContext);
  const until = agreedEnd(request);
  const [shortDay = ''] = plainMoment(until, zone).split(/ \d{4},/);
  const where = `${finding.notebook.name} (${accountName(blockContext.policy, finding.launch.account)})`;
  return button('Approve', ACTIONS.approve, {
    confirm: {
      title: plain(`Allow ${ruleNames(request.rules)}?`, 100),
      text: plain(
        `${where} until ${plainMoment(until, zone)}, ${countOf(daysOf(request, until), 'day')}.${othersNeeded(request)} It reopens by itself afterwards; you can revoke at any time.`,
        300,
      ),
      confirm: plain(`Allow until ${shortDay}`, 30),
      deny: plain('Go back', 30),
    },
  });
}

/** Plain text: what is missing after one more approval; empty when that decides. */
function othersNeeded({ approvals, quorum }: ExceptionRequest): string {
  const missing = quorum - approvals.length - 1;
  return missing > 0 ? ` It holds once ${missing === 1 ? 'one more approves' : `${missing} more approve`}.` : '';
}
