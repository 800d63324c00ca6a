import type { ApprovalBar } from '../../domain/authorisation';
import type { Finding, Refusal } from '../../domain/finding';
import type { Policy } from '../../domain/policy-file';
import { deadline, escaped, moment, name } from './text';
import { accountName, actor, approverGroup, deed, stillWords } from './wording';
import { helpChannel } from './wording-network';

/**
 * Answers that only the person who pressed can see: what happened, why, and what now. mrkdwn, sent as ephemeral messages
 * or shown in a view.
 */

/** What the domain refused. */
export function refusalText(refusal: Refusal, finding: Finding): string {
  const notebook = name(finding.notebook.name);
  switch (refusal.code) {
    case 'resolved':
      return `${notebook} is resolved since ${moment(refusal.at)}, so there is nothing to decide any more. The card shows it.`;
    case 'moved_on':
      return `${actor(refusal.by)} already ${deed(refusal.command)}, ${moment(refusal.at)}. Nothing was changed; the card now shows it.`;
    case 'already':
      return `${actor(refusal.by)} already did that, ${moment(refusal.at)}. The card shows it.`;
    case 'no_such_request':
      return 'That request is no longer there. Nothing was changed; the card shows where things stand.';
    case 'not_a_new_owner':
      return `That person owns ${notebook} already. Nothing was changed; pick somebody else.`;
    case 'date_past':
      return 'That date has passed. Nothing was changed; pick a later one.';
    case 'date_too_late':
      return `That is past the latest date, ${deadline(refusal.latest)}. Nothing was changed; choose an earlier one.`;
    case 'no_rules':
      return 'None of those settings needs it any more, so nothing was changed. The card shows what is left.';
    case 'no_question':
      return 'There is no question to answer. Nothing was changed; the card shows where things stand.';
    case 'no_more_snoozes':
      return `The reminder for ${notebook} cannot be put off any more. Any of the three choices on its card stops the reminders.`;
    case 'older_look':
      return `A newer look at ${notebook} is already on the card. Nothing was changed.`;
  }
}

/** A reminder was put off: what that moves, and what it does not. */
export function putOff(
  finding: Finding,
  { until, lead }: { until: string; lead: { userId: string; at: string } | null },
): string {
  const date = finding.deadline ? ` The fix date stays ${deadline(finding.deadline)}.` : '';
  const asked = lead ? ` Without a decision I also ask ${actor(lead.userId)}, ${moment(lead.at)}.` : '';
  return `I'll remind you of ${name(finding.notebook.name)} ${moment(until)}.${date}${asked}`;
}

/** Whoever presses is neither owner, lead nor security. */
export function notYours(finding: Finding): string {
  return `Only the owner, their lead or security can decide on ${name(finding.notebook.name)}. Nothing was changed.`;
}

/** "Not mine" from somebody who does not own it. */
export function ownersWord(finding: Finding): string {
  return `Only its owner says that ${name(finding.notebook.name)} is not theirs. Nothing was changed; *Assign Owner* or *Assign Someone Else* names another.`;
}

/** The same words whether it exists or not: who may not see it learns nothing. */
export function unknownNotebook(asked: string): string {
  return `I know no notebook \`${escaped(asked, 80).replaceAll('`', '')}\` that you can see.`;
}

/** Somebody pressed who may not decide. */
export function approvalRefusal(bar: ApprovalBar, policy: Policy): string {
  return `${approvalBarWords(bar, policy)} Nothing was changed.`;
}

/** Four eyes: why the reader may not decide. */
export function approvalBarWords(bar: ApprovalBar, policy: Policy): string {
  switch (bar) {
    case 'not_an_approver':
      return `Approvals need ${approverGroup(policy)}.`;
    case 'requester':
      return 'You asked for this one, so somebody else has to decide.';
    case 'owner':
      return 'You own this notebook or did before, so somebody else has to decide.';
    case 'launcher':
      return 'You launched this notebook, so somebody else has to decide.';
    case 'changed_owner':
      return 'You changed its owner while the request was waiting, so somebody else has to decide.';
  }
}

/** Slack could not say who the approvers are, so that nobody counts as one. */
export function approversUnknown(policy: Policy): string {
  return `I could not check who may approve, so *nothing was changed*. Please press again; help in ${helpChannel(policy)}.`;
}

/** Slack could not say whether the person belongs to security, and nothing else gives them the right. */
export function rightUnknown(policy: Policy): string {
  return `I could not check whether you may do this, so *nothing was changed*. Please press again; help in ${helpChannel(policy)}.`;
}

/** Check Again saw what it saw before. */
export function noChange(finding: Finding, lookedAt: string): string {
  return `Looked just now (${moment(lookedAt)}): ${finding.violations.map(stillWords).join(', ')}.`;
}

/** Check Again saw a change, which the card tells. */
export function lookedAndChanged(lookedAt: string): string {
  return `Looked just now (${moment(lookedAt)}): something changed, and the card shows it.`;
}

/** AWS did not let us look: that is no evidence of anything. */
export function couldNotLook(finding: Finding, reason: string, policy: Policy): string {
  const account = name(accountName(policy, finding.launch.account));
  return `I could not look into ${account} (${escaped(reason, 200)}), so I don't know. Your card is unchanged. Help in ${helpChannel(policy)}.`;
}

/** AWS takes longer than Slack lets a click take. */
export function awsIsSlow(finding: Finding): string {
  return `AWS is slow to answer about ${name(finding.notebook.name)}, so I don't know yet. Please press again in a minute; the card shows whatever I find.`;
}

/** Our fault, and it may have been saved. */
export function unsureWhetherSaved(reference: string, policy: Policy): string {
  return `Something went wrong, and *I am not sure whether it went through*. Look at the card before you press again; reference ${escaped(reference, 80)}, help in ${helpChannel(policy)}.`;
}
