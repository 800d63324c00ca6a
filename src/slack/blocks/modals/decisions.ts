import type { ModalView } from '@slack/types';
import { secondChanceDate } from '../../../domain/deadline';
import type { ExceptionRequest, Finding, Grant } from '../../../domain/finding';
import { daysFrom } from '../../../domain/limits';
import type { Policy } from '../../../domain/policy-file';
import { VIEWS } from '../../ids';
import { context, deadline, mention, section } from '../text';
import { type BlockContext, ruleNames } from '../wording';
import { rulesField } from './exception';
import { companyDate, companyMoment, dateField, FIELDS, form, textField, WORDS } from './form';
import { subjectLine } from './subject-line';

/** Approves for less: an earlier end, perhaps fewer settings. */
export function approveShorterModal(
  finding: Finding,
  request: ExceptionRequest,
  blockContext: BlockContext,
): ModalView {
  const { now, policy } = blockContext;
  const week = daysFrom(now, 7, policy.business_hours);
  return form({
    title: 'Approve shorter',
    submit: 'Approve',
    callback: VIEWS.approveShorter,
    subject: { launch: finding.launch, requestId: request.id },
    blocks: [
      subjectLine(finding, blockContext),
      section(requestSentence(request)),
      dateField(FIELDS.date, {
        label: 'Until',
        hint: shorterHint(finding, request, policy),
        initial:
          week < request.until && !(finding.grant && week <= finding.grant.until)
            ? companyDate(week, policy)
            : undefined,
      }),
      rulesField('What may stay', request.rules),
      textField(FIELDS.condition, {
        label: 'Condition',
        hint: 'Shown to the requester and on the card.',
        optional: true,
      }),
    ],
  });
}

/** Plain text: between which dates a shorter end lies. */
export function shorterHint({ grant }: Finding, request: ExceptionRequest, policy: Policy): string {
  const after = grant ? `After ${companyMoment(grant.until, policy)}, as it is allowed until then; before` : 'Before';
  return `${after} ${companyMoment(request.until, policy)}`;
}

export function denyModal(finding: Finding, request: ExceptionRequest, blockContext: BlockContext): ModalView {
  return form({
    title: 'Deny request',
    submit: 'Deny',
    callback: VIEWS.deny,
    subject: { launch: finding.launch, requestId: request.id },
    blocks: [
      subjectLine(finding, blockContext),
      section(requestSentence(request)),
      textField(FIELDS.reason, {
        label: 'Reason',
        hint: 'Shown to the requester. Name what works instead, if you can.',
        least: WORDS.least,
      }),
      context(dateAfterDenial(finding, blockContext)),
    ],
  });
}

/** Ends a granted exception before its date. */
export function revokeModal(finding: Finding, grant: Grant, blockContext: BlockContext): ModalView {
  return form({
    title: 'Revoke exception',
    submit: 'Revoke',
    callback: VIEWS.revoke,
    subject: { launch: finding.launch, requestId: grant.requestId },
    blocks: [
      subjectLine(finding, blockContext),
      section(
        `It covers *${ruleNames(grant.rules)}* until ${deadline(grant.until)}. The notebook is open again at once, with a new fix date.`,
      ),
      textField(FIELDS.reason, { label: 'Reason', hint: 'Shown to the owner.' }),
    ],
  });
}

/** Who asks to keep what, and until when. */
export function requestSentence(request: ExceptionRequest): string {
  return `${mention(request.by)} asks to keep *${ruleNames(request.rules)}* until ${deadline(request.until)}.`;
}

/** The later of the old date and the least that people get after a "no". */
function dateAfterDenial(finding: Finding, { now, policy }: BlockContext): string {
  if (finding.deadline === null) return 'There is no fix date while no approved network is here.';
  const [, later = finding.deadline] = [finding.deadline, secondChanceDate(now, policy)].toSorted();
  return `Fix date after this: *${deadline(later)}*`;
}
