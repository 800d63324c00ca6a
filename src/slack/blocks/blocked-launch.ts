import type { KnownBlock } from '@slack/types';
import { genericLaunch } from '../../domain/corrected-launch';
import type { Target } from '../../domain/notebook';
import { networksFor } from '../../domain/policy';
import { commands, type MessageContent } from './card-parts';
import { context, header, section } from './text';
import { type BlockContext, place } from './wording';
import { greeting, helpChannel, networkLine, noNetwork, policyLink } from './wording-network';

const TITLE = 'Your notebook launch was stopped by a guardrail';
const SAFE =
  'Nothing is wrong with your account. Notebooks here start inside the company network; this launch did not.';

/** Helps on after a launch that a service control policy denied. There is no notebook, and so no finding. */
export function blockedLaunch(
  target: Target,
  blockContext: BlockContext,
  { isFirst = false }: { isFirst?: boolean } = {},
): MessageContent {
  const { policy } = blockContext;
  const launch = genericLaunch(policy, target);
  const [network] = networksFor(policy, target);
  const next = launch
    ? 'The command below does. *I could not see all your settings*, so fill in and check the parts in ‹ ›.'
    : noNetwork(policy, target);
  return {
    text: `${TITLE} (${place(policy, target)}). ${SAFE} ${launch ? 'The command in this message does.' : next} Questions: ${helpChannel(policy)}`,
    blocks: [
      ...(isFirst ? [context(greeting(policy))] : []),
      header(TITLE),
      section(`${SAFE} ${next}`),
      ...(launch ? [commands(launch)] : []),
      ...(network ? [context(networkLine(network))] : []),
      context(`${place(policy, target)} · ${policyLink(policy)} · Questions: ${helpChannel(policy)}`),
    ] satisfies KnownBlock[],
  };
}
