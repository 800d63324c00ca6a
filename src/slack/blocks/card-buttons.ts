import type { ActionsBlock, KnownBlock } from '@slack/types';
import { networkFor } from '../../domain/corrected-launch';
import type { Finding, Question } from '../../domain/finding';
import { nextOwnerReminder } from '../../domain/reminders';
import { ACTIONS, MENU } from '../ids';
import { actions, choice, menu } from './card-parts';
import { isYoung } from './card-problem';
import { asked, type CardState } from './card-states';
import { context, day } from './text';
import { type BlockContext, isInPlace } from './wording';

/** The buttons that a state offers its reader; everything else would be refused. *Not Mine* is the owner's own word. */
export function buttons(
  whole: Finding,
  state: CardState,
  blockContext: BlockContext,
  readerId = whole.owner?.userId,
): KnownBlock[] {
  const finding = asked(whole);
  const elements = elementsOf(finding, state, blockContext).map((element) =>
    element.type === 'overflow' && readerId !== whole.owner?.userId
      ? { ...element, options: element.options.filter(({ value }) => value !== MENU.notMine) }
      : element,
  );
  if (elements.length === 0) return [];
  return [
    actions('card', finding, elements, finding.request ? { requestId: finding.request.id } : {}),
    ...(state === 'open' ? [context(whatButtonsDo(finding, blockContext))] : []),
  ];
}

function elementsOf(finding: Finding, state: CardState, blockContext: BlockContext): ActionsBlock['elements'] {
  const { notMine, why, correctedCommand, checkAgain, history, requestException } = MENU;
  const schedule = isInPlace(finding) ? 'Schedule Fix' : 'Schedule Migration';
  const isReady = networkFor(blockContext.policy, finding.notebook) !== undefined;
  const leadsWithAcknowledge = isInPlace(finding) || isYoung(finding) || !isReady;
  switch (state) {
    case 'open':
      return [
        choice('Acknowledge', ACTIONS.acknowledge, leadsWithAcknowledge),
        choice(schedule, ACTIONS.scheduleMigration, !leadsWithAcknowledge),
        choice('Request Exception', ACTIONS.requestException),
        menu([notMine, why, correctedCommand, checkAgain, history], finding, blockContext),
      ];
    case 'acknowledged':
      return [
        choice(schedule, ACTIONS.scheduleMigration, true),
        choice('Request Exception', ACTIONS.requestException),
        choice('Check Again', ACTIONS.checkAgain),
        menu([notMine, why, correctedCommand, history], finding, blockContext),
      ];
    case 'migration_scheduled':
      return [
        choice('Show Plan', ACTIONS.showPlan, true),
        choice('Check Again', ACTIONS.checkAgain),
        choice('Change Date', ACTIONS.scheduleMigration),
        menu([requestException, notMine, why, correctedCommand, history], finding, blockContext),
      ];
    case 'exception_requested':
      return [
        ...(openQuestion(finding) ? [choice('Answer', ACTIONS.answer, true)] : []),
        choice(schedule, ACTIONS.scheduleMigration),
        choice('Withdraw Request', ACTIONS.withdraw),
      ];
    case 'exception_granted':
      return [
        choice(schedule, ACTIONS.scheduleMigration, true),
        choice('Ask to Extend', ACTIONS.requestException),
        menu([why, correctedCommand, checkAgain, history], finding, blockContext),
      ];
    default:
      return [];
  }
}

/** What security asked last and nobody answered yet. */
export function openQuestion({ request }: Finding): Question | null {
  const question = request?.questions.at(-1);
  return question && !question.answer ? question : null;
}

function whatButtonsDo(finding: Finding, { now, policy }: BlockContext): string {
  const reminder = nextOwnerReminder(
    { ...finding, status: 'acknowledged', acknowledged: { at: now, by: finding.owner?.userId ?? '' } },
    policy,
  );
  const next = reminder ? `; next reminder ${day(reminder)}` : '';
  const acknowledge = finding.deadline ? `I'll fix it by the date${next}` : "I'll fix it once there is a network";
  const schedule = isInPlace(finding) ? 'pick a date' : 'pick a date, get a plan that keeps your data';
  return `Acknowledge: ${acknowledge}. Schedule: ${schedule}. Exception: security decides; needs a reason and an end date.`;
}
