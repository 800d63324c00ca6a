import type { HomeView } from '@slack/types';
import type { FindingSummary } from '../../domain/finding-summary';
import { ACTIONS } from '../ids';
import { atAGlance, summaryRow } from './glance';
import { button, context, moment, section } from './text';
import type { BlockContext } from './wording';
import { helpChannel, policyLink } from './wording-network';

/** A Home holds 100 blocks: https://docs.slack.dev/reference/views/home-tab-views */
const MOST_ROWS = 90;

/** App Home of one person: their own notebooks that need something, the earliest date first. */
export function home(owned: FindingSummary[], blockContext: BlockContext): HomeView {
  const { policy, now } = blockContext;
  const left = owned.length - MOST_ROWS;
  return {
    type: 'home',
    blocks: [
      context(`As of ${moment(now)}`),
      { type: 'actions', elements: [button('Refresh', ACTIONS.refreshHome)] },
      section(atAGlance(owned)),
      ...owned.slice(0, MOST_ROWS).map((summary) => summaryRow(summary, blockContext)),
      ...(left > 0 ? [context(`And ${left} more with later dates.`)] : []),
      context(`Notebooks that you own · ${policyLink(policy)} · Questions: ${helpChannel(policy)}`),
    ],
  };
}
