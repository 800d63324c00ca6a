import type { KnownBlock, ModalView } from '@slack/types';
import { correctedLaunch, inPlaceFix, networkFor, nextName } from '../../../domain/corrected-launch';
import type { Finding } from '../../../domain/finding';
import { commands } from '../card-parts';
import { context, name, section } from '../text';
import { type BlockContext, isInPlace, outdatedLinux } from '../wording';
import { helpChannel, networkLine, noNetwork } from '../wording-network';
import { info } from './form';
import { subjectLine } from './subject-line';

/** The command that launches the notebook as the policy wants it, or the commands that change it where it stands. */
export function commandModal(finding: Finding, blockContext: BlockContext): ModalView {
  return info({
    title: 'Corrected command',
    subject: { launch: finding.launch },
    blocks: [
      subjectLine(finding, blockContext),
      ...(isInPlace(finding) ? inPlaceBlocks(finding, blockContext) : launchBlocks(finding, blockContext)),
    ],
  });
}

export function inPlaceBlocks({ notebook, violations }: Finding, { policy }: BlockContext): KnownBlock[] {
  const fix = inPlaceFix(notebook, violations, policy);
  if (!fix) return [section(`There is nothing left to fix. Questions: ${helpChannel(policy)}`)];
  const tagsOnly = violations.every(({ rule }) => rule === 'notebook-required-tags');
  const how = tagsOnly
    ? '*Fix in place*: no stop, no recreate, no data move.'
    : '*Fix in place*: no recreate, no data move. It must be stopped for a moment, so save your work first: open kernels end.';
  const linux = tagsOnly ? null : outdatedLinux(notebook);
  const order = `:warning: Please do not only stop it: it runs Amazon Linux ${linux}, which AWS no longer starts again. The commands take the safe order.`;
  return [section(how), ...(linux ? [section(order)] : []), commands(fix)];
}

export function launchBlocks({ launch, notebook }: Finding, { policy }: BlockContext): KnownBlock[] {
  const network = networkFor(policy, notebook);
  if (!network) return [section(noNetwork(policy, launch))];
  return [
    section(
      `*Corrected launch* as *${name(nextName(notebook.name))}*: it runs beside the old one. Delete that when the new one opens and your files are in it.`,
    ),
    commands(correctedLaunch(notebook, policy, network)),
    context(networkLine(network)),
  ];
}
