import type { KnownBlock } from '@slack/types';
import type { FindingSummary } from '../../domain/finding-summary';
import { ACTIONS, blockId } from '../ids';
import { button, deadline, mrkdwn, name } from './text';
import { accountName, type BlockContext, ruleNames, statusWord } from './wording';

/** Where one person's notebooks stand, and the next step. mrkdwn. `owned`: unresolved ones, the earliest date first. */
export function atAGlance(owned: FindingSummary[]): string {
  const undecided = owned.filter(({ status }) => status === 'open');
  const [next] = undecided;
  if (owned.length === 0) return '*Nothing needs you.* I know of no notebook of yours that needs a fix.';
  const count = owned.length === 1 ? '1 of your notebooks needs' : `${owned.length} of your notebooks need`;
  const decided = owned.length - undecided.length;
  const parts = [
    ...(undecided.length > 0 ? [`${undecided.length} without a decision yet`] : []),
    ...(decided > 0 ? [`${decided} decided and on the way`] : []),
  ];
  const choose = next ? ` *Next:* choose for ${name(next.name)}${byDate(next)}.` : '';
  return `*${count} something:* ${parts.join(', ')}.${choose}`;
}

/** One line a notebook, with a button that opens its finding view. */
export function summaryRow(summary: FindingSummary, { policy }: BlockContext): KnownBlock {
  const { launch, rules, status, version } = summary;
  const facts = [
    `*${name(summary.name)}*`,
    ruleNames(rules),
    status === 'migration_scheduled' && summary.deadline
      ? `planned for ${deadline(summary.deadline)}`
      : `${statusWord(status)}${byDate(summary)}`,
    name(accountName(policy, launch.account)),
  ];
  return {
    type: 'section',
    block_id: blockId('row', { launch }, version),
    text: mrkdwn(facts.join(' · ')),
    accessory: button('Open', ACTIONS.open, { accessibility_label: `Open ${summary.name}` }),
  };
}

function byDate({ deadline: date }: FindingSummary): string {
  return date ? `, fix by ${deadline(date)}` : '';
}
