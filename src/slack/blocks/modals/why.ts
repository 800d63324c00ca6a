import type { ModalView } from '@slack/types';
import { networkFor } from '../../../domain/corrected-launch';
import type { Finding } from '../../../domain/finding';
import type { RuleId } from '../../../domain/policy';
import { capitalised, context, header, section } from '../text';
import { type BlockContext, ruleName } from '../wording';
import { alternative, helpChannel, networkLine, noNetwork, policyLink } from '../wording-network';
import { info } from './form';
import { subjectLine } from './subject-line';

/** The risk of each setting, in plain words. */
const RISKS: Record<RuleId, string> = {
  'notebook-no-direct-internet-access':
    'The notebook reaches any site past the company network, so a package, a page or a pasted command can carry its data out unseen. AWS cannot switch this off after launch.',
  'notebook-in-vpc':
    'The network decides what a notebook can reach and what is logged. Outside an approved one nobody can see or stop where data goes. AWS cannot change it after launch.',
  'notebook-root-access-disabled':
    'With root, anything that runs in the notebook can switch off its safeguards and change the system under everybody who uses it.',
  'notebook-supported-platform':
    'AWS no longer gives this platform security fixes, and a notebook on it may not start again after a stop.',
  'notebook-kms-key-configured':
    'The disk is encrypted with a key that the company does not control, so access to the data cannot be withdrawn through it.',
  'notebook-imdsv2-required':
    'The old metadata service hands out the credentials of the notebook to anything that makes it fetch a web address.',
  'notebook-required-tags':
    'Without these tags nobody can tell whose notebook it is and how sensitive its data are, so the strictest rules apply to it.',
  'notebook-idle-shutdown-configured':
    'It runs and costs money when nobody uses it, and a forgotten notebook is not looked after.',
};

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
      ...finding.violations.map(({ rule }) => section(`*${capitalised(ruleName(rule))}.* ${RISKS[rule]}`)),
      header('What works instead'),
      instead('You need packages: a mirror', alternative('packages', network)),
      instead('You need data in S3: an S3 gateway endpoint', alternative('s3_data', network)),
      instead('You need a third-party API: NAT', alternative('third_party_api', network)),
      section(network ? networkLine(network) : noNetwork(policy, finding.launch)),
      context(`Something else? ${helpChannel(policy)} helps with networks and packages · ${policyLink(policy)}`),
    ],
  });
}
