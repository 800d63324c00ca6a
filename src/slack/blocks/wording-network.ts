import type { ExceptionCategory } from '../../domain/finding';
import type { Target } from '../../domain/notebook';
import type { Network, Policy } from '../../domain/policy-file';
import { escaped, name } from './text';
import { accountName } from './wording';

/** How networks, links into AWS and the way to help read. mrkdwn with its untrusted parts escaped. */

/** `In this network: pip and conda through …, S3 yes, other internet through NAT · stated in policy` */
export function networkLine(network: Network): string {
  return `In this network: ${networkWords(network)} · stated in policy`;
}

/** `pip and conda through …, S3 yes, other internet through NAT` */
export function networkWords({ egress: { mirror, nat, s3 } }: Network): string {
  const packages = mirror ? `through ${escaped(mirror, 100)}` : nat ? 'through NAT' : 'no';
  return [
    `pip and conda ${packages}`,
    `S3 ${s3 ? 'yes' : nat ? 'through NAT' : 'no'}`,
    `other internet ${nat ? 'through NAT' : 'no'}`,
  ].join(', ');
}

/** There is nowhere to move to. */
export function noNetwork(policy: Policy, target: Target): string {
  const where = `${name(accountName(policy, target.account))} / ${target.region}`;
  return `*There is no approved network in ${where} yet*, so there is nothing to relaunch into.`;
}

/** What works without direct internet access, for each reason to want it. */
export function alternative(category: ExceptionCategory, network: Network | undefined): string {
  if (!network) return 'There is no approved network here yet, so nothing that I know of.';
  const { mirror, nat, s3 } = network.egress;
  const throughNat = 'through the NAT of the approved network, with direct internet access off';
  switch (category) {
    case 'packages':
      if (mirror) return `Packages install through ${escaped(mirror, 100)} in the approved network.`;
      return nat ? `Packages install ${throughNat}.` : 'The policy states no way to install packages there.';
    case 's3_data':
      if (s3) return 'S3 can be reached from the approved network.';
      return nat ? `S3 can be reached ${throughNat}.` : 'The policy states no way to S3 there.';
    case 'third_party_api':
      return nat ? `Other sites can be reached ${throughNat}.` : 'The policy states no way to other sites there.';
    case 'other':
      return `The approved network has: ${networkWords(network)}.`;
  }
}

/**
 * The notebook's page in the AWS console. With an access portal it opens in the right account
 * (https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html). A raw address, not mrkdwn.
 */
export function consoleUrl(policy: Policy, target: Target, notebookName: string): string {
  const { region, account } = target;
  const page = `https://${region}.${consoleHost(region)}/sagemaker/home?region=${region}#/notebook-instances/${encodeURIComponent(notebookName)}`;
  if (!policy.sso_portal) return page;
  const portal = policy.sso_portal.replace(/\/*(#.*)?$/, '');
  return `${portal}/#/console?account_id=${account}&destination=${encodeURIComponent(page)}`;
}

function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}

/** A link in mrkdwn; the label is trusted. */
export function link(url: string, label: string): string {
  const address = url.replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C');
  return `<${address}|${label}>`;
}

export function policyLink(policy: Policy): string {
  return link(policy.policy_url, 'policy');
}

export function helpChannel(policy: Policy): string {
  return `<#${policy.help_channel}>`;
}

/** The first thing anybody reads from the bot. */
export function greeting(policy: Policy): string {
  return [
    `Hello, I'm Notebook Audit, run by ${name(policy.operator)}. I read notebook *settings*, never what is inside, and`,
    `change nothing by myself. Policy: ${link(policy.policy_url, 'read it')} · Questions: ${helpChannel(policy)}`,
  ].join(' ');
}
