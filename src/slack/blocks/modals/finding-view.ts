import type { KnownBlock, ModalView } from '@slack/types';
import type { Finding, Handover, Message } from '../../../domain/finding';
import { ACTIONS } from '../../ids';
import { buttons, openQuestion } from '../card-buttons';
import { actions, choice, factsLine } from '../card-parts';
import { problem } from '../card-problem';
import { linesFor } from '../card-states';
import { context, escapedWithin, header, mention, moment, section } from '../text';
import { actor, type BlockContext, findingTitle } from '../wording';
import { helpChannel, policyLink } from '../wording-network';
import { info } from './form';

/**
 * The owner's card for anybody who may decide: a direct message is private, so lead and security open this instead. The
 * same words and buttons; `readerId` is who looks at it.
 */
export function findingView(finding: Finding, blockContext: BlockContext, readerId: string): ModalView {
  return view(finding, { blockContext, readerId }, [
    ...buttons(finding, finding.status, blockContext, readerId),
    ...assigning(finding, readerId),
  ]);
}

/** For whoever asked for the policy exception and may decide on nothing else: they can answer what security asks. */
export function requesterView(finding: Finding, blockContext: BlockContext, readerId: string): ModalView {
  const answering = openQuestion(finding) ? [actions('card', finding, [choice('Answer', ACTIONS.answer, true)])] : [];
  return view(finding, { blockContext, readerId }, answering);
}

function view(
  finding: Finding,
  { blockContext, readerId }: { blockContext: BlockContext; readerId: string },
  offered: KnownBlock[],
): ModalView {
  // Whose it is stands in a line of its own, so the state is that of the decisions.
  return info({
    title: finding.reference,
    subject: { launch: finding.launch },
    blocks: [
      header(findingTitle(finding)),
      ...(finding.handover ? [section(disowned(finding.handover))] : []),
      ...linesFor(finding.status, { finding, message: asReader(finding, readerId), blockContext }).map(section),
      ...problem(finding, finding.status, blockContext),
      ...offered,
      factsLine(finding, blockContext),
      context([whose(finding), policyLink(blockContext.policy), helpChannel(blockContext.policy)].join(' · ')),
    ],
  });
}

/** Stands in for the message that the reader looks at: not a card, which would be closed for all but the owner. */
function asReader({ round, openedAt }: Finding, to: string): Message {
  return { kind: 'line', to, round, queuedAt: openedAt, atOnce: false, attempt: 0, shownVersion: 0, final: false };
}

function disowned({ by, at, note, proposed }: Handover): string {
  const named = proposed ? ` Named instead: ${mention(proposed)}.` : '';
  return `*${mention(by)} says it is not theirs*, ${moment(at)}${note ? `: “${escapedWithin(note, 1500)}”` : ''}.${named}`;
}

/** An owner hands over with "Not Mine"; others name somebody. */
function assigning(finding: Finding, readerId: string): KnownBlock[] {
  if (finding.resolution || finding.owner?.userId === readerId) return [];
  const label = finding.owner ? 'Assign Someone Else' : 'Assign Owner';
  return [actions('orphan', finding, [choice(label, ACTIONS.assignOwner, !finding.owner)])];
}

function whose({ owner }: Finding): string {
  return owner ? `Owner ${actor(owner.userId)}` : 'No owner found';
}
