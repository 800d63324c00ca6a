import type { ModalView } from '@slack/types';
import { networkFor } from '../../../domain/corrected-launch';
import type { Finding } from '../../../domain/finding';
import { capitalised, context, header, section } from '../text';
import { type BlockContext, ruleName } from '../wording';
import { alternative, helpChannel, networkLine, noNetwork, policyLink } from '../wording-network';
import { riskOf } from '../wording-risks';
import { info } from './form';
import { subjectLine } from './subject-line';

/** What the settings risk, and what this network offers for the three usual reasons to want the internet. */
export function whyModal(finding: Finding, blockContext: BlockContext): ModalView {
  const { policy } = blockContext;
  const network = networkFor(policy, finding.notebook);
  const instead = (need: string, answer: string) => section(`*${need}*\n${answer}`);
  return info({
    title: 'What works instead',
    subject: { launch: finding.launch },
    blocks: [
      subjectLine(finding, blockContext),
      header('Why'),
      ...finding.violations.map(({ rule }) => section(`*${capitalised(ruleName(rule))}.* ${riskOf(rule)}`)),
      header('What works instead'),
      instead('You need packages: a mirror', alternative('packages', network)),
      instead('You need data in S3: an S3 gateway endpoint', alternative('s3_data', network)),
      instead('You need a third-party API: NAT', alternative('third_party_api', network)),
      section(network ? networkLine(network) : noNetwork(policy, finding.launch)),
      context(`Something else? ${helpChannel(policy)} helps with networks and packages · ${policyLink(policy)}`),
    ],
  });
}
