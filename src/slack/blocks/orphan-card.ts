import type { KnownBlock } from '@slack/types';
import type { Finding, Message } from '../../domain/finding';
import { isSuperseded } from '../../domain/messages';
import { ACTIONS, MENU } from '../ids';
import { actions, choice, fixBy, type MessageContent, menu } from './card-parts';
import { context, escapedWithin, header, mention, moment, name, section } from './text';
import { actor, type BlockContext, decisionWords, place, severityWord, violationTitle } from './wording';

/** The card in the security channel that looks for an owner, in any state. Who it is assigned to gets the normal card. */
export function orphanCard(finding: Finding, message: Message, blockContext: BlockContext): MessageContent {
  const lines = linesOf(finding, message);
  const title = `Whose notebook is ${finding.notebook.name}?`;
  const facts = factsOf(finding, blockContext);
  return {
    text: [`${name(title)}`, ...lines, facts].join(' '),
    blocks: [header(title), ...lines.map(section), ...buttons(finding, message, blockContext), context(facts)],
  };
}

function linesOf(finding: Finding, message: Message): string[] {
  const { handover, history, notebook, owner, ownerSearch, resolution } = finding;
  const found = owner ? mention(owner.userId) : 'never found';
  if (isSuperseded(finding, message)) {
    return [`*This card is closed:* ${name(notebook.name)} continues in a newer card.`];
  }
  if (resolution) {
    const evidence = resolution.evidence === 'gone' ? 'gone' : 'all settings good';
    return [
      `:white_check_mark: *Resolved ${moment(resolution.at)}*: ${evidence} (seen ${moment(resolution.lookedAt)}). Owner ${found}.`,
    ];
  }
  const looked = `Looked at: ${ownerSearch.map(({ source, found }) => `${name(source, 30)} *${name(found, 60)}*`).join(' · ')}`;
  const [first] = finding.violations;
  const what = first ? violationTitle(first) : '';
  if (handover) {
    const note = handover.note ? `: “${escapedWithin(handover.note, 2000)}”` : '.';
    const named = handover.proposed ? ` They name ${mention(handover.proposed)}.` : '';
    return [
      `*${mention(handover.by)} says it is not theirs*, ${moment(handover.at)}${note}${named}`,
      `It ${what}.`,
      ...decided(finding),
    ];
  }
  if (owner) {
    const assigned = history.findLast(({ command, note }) => command === 'assign_owner' && note === owner.userId);
    const how = assigned ? ` by ${actor(assigned.actor)}, ${moment(assigned.at)}` : '';
    return [
      `*Assigned to ${mention(owner.userId)}*${how}.${delivered(finding, owner.userId)} It ${what}.`,
      ...decided(finding),
    ];
  }
  return [
    `It *${what}* and I found no owner, so nobody has been told.`,
    ...(ownerSearch.length > 0 ? [looked] : []),
    ...decided(finding),
  ];
}

/** When the owner's own card was posted; empty while it was not. */
function delivered({ messages }: Finding, ownerId: string): string {
  const card = Object.values(messages).findLast(
    ({ kind, to, postedAt }) => kind === 'card' && to === ownerId && postedAt,
  );
  return card?.postedAt ? ` Card delivered ${moment(card.postedAt)}.` : '';
}

function decided(finding: Finding): string[] {
  const words = decisionWords(finding);
  return words ? [`${words}.`] : [];
}

/** Without an owner somebody has to be found whatever was decided; with one, the owner's card leads after a decision. */
function buttons(finding: Finding, message: Message, blockContext: BlockContext): KnownBlock[] {
  if (finding.resolution || isSuperseded(finding, message)) return [];
  if (!finding.owner || finding.handover) {
    return [
      actions('orphan', finding, [
        choice('Assign Owner', ACTIONS.assignOwner, true),
        choice("It's Mine", ACTIONS.mine),
        menu([MENU.openInAws, MENU.requestException, MENU.history], finding, blockContext),
      ]),
    ];
  }
  if (finding.status !== 'open') return [];
  return [actions('orphan', finding, [choice('Assign Someone Else', ACTIONS.assignOwner)])];
}

function factsOf(finding: Finding, { policy }: BlockContext): string {
  const { severity, launch, reference, status } = finding;
  return [
    severityWord(severity),
    place(policy, launch),
    `since ${moment(launch.createdAt)}`,
    ...(status === 'resolved' ? [] : [fixBy(finding)]),
    reference,
  ].join(' · ');
}
