import type { ModalView } from '@slack/types';
import type { Finding } from '../../../domain/finding';
import { VIEWS } from '../../ids';
import { context, mention } from '../text';
import type { BlockContext } from '../wording';
import { type Choice, choiceField, choicesField, FIELDS, form, personField, textField } from './form';
import { subjectLine } from './subject-line';

/** The value of the tick that makes a tag mean the assigned person. */
export const REMEMBER = 'remember';

export const WHOSE = { person: 'person', unknown: 'unknown' } as const;

/** After this many, a "not mine" goes to security instead of on to the next person. */
const MOST_HANDOVERS = 2;

/** Says that the reader is not the owner, and who might be. `readerId` is never suggested as the owner. */
export function notMineModal(finding: Finding, readerId: string, blockContext: BlockContext): ModalView {
  const launcher = finding.launchedBy?.userId === readerId ? undefined : finding.launchedBy?.userId;
  const whose: Choice[] = [
    { value: WHOSE.person, text: 'This person' },
    { value: WHOSE.unknown, text: "I don't know" },
  ];
  return form({
    title: 'Not mine',
    submit: 'Hand over',
    callback: VIEWS.notMine,
    subject: { launch: finding.launch },
    blocks: [
      subjectLine(finding, blockContext),
      choiceField(FIELDS.whose, {
        label: 'Whose is it?',
        choices: whose,
        initial: launcher ? WHOSE.person : WHOSE.unknown,
      }),
      personField(FIELDS.person, {
        label: 'Person',
        hint: launcher ? 'AWS names this person as its launcher.' : undefined,
        optional: true,
        initial: launcher,
      }),
      textField(FIELDS.note, { label: 'Note', optional: true }),
      ...(finding.handovers >= MOST_HANDOVERS
        ? [context('It was passed on before, so security takes it from here.')]
        : []),
    ],
  });
}

/** Names the person who gets the card. `state`: what the list remembers from which it was opened. */
export function assignOwnerModal(finding: Finding, blockContext: BlockContext, state?: string): ModalView {
  const key = blockContext.policy.tags.owner;
  const tag = finding.notebook.tags[key]?.trim();
  const { handover } = finding;
  return form({
    title: 'Assign owner',
    submit: 'Send the card',
    callback: VIEWS.assignOwner,
    subject: { launch: finding.launch },
    state,
    blocks: [
      subjectLine(finding, blockContext),
      personField(FIELDS.person, { label: 'Person', initial: handover?.proposed }),
      ...(handover?.proposed ? [context(`${mention(handover.by)} suggested ${mention(handover.proposed)}.`)] : []),
      ...(tag
        ? [
            choicesField(FIELDS.remember, {
              label: 'For next time',
              choices: [
                { value: REMEMBER, text: 'Remember: this tag means this person', description: `${key} = ${tag}` },
              ],
              ticked: false,
              optional: true,
            }),
          ]
        : []),
    ],
  });
}
