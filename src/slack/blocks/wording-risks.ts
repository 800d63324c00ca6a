import type { RuleId } from '../../domain/policy';

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

/** What the setting that a rule forbids risks, in plain words. */
export function riskOf(rule: RuleId): string {
  return RISKS[rule];
}
