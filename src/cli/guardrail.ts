import { guardedRules, guardrail, LONGEST_POLICY, policyJson } from '../domain/guardrail';
import { printable } from '../domain/printable';
import { policyFile, readPolicy } from './policy';
import { EXIT, type Terminal } from './terminal';

/** What IAM takes as the key of a tag: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const TAG_KEY = /^(?!aws:)[\p{L}\p{N}_.:/=+\-@]{1,128}$/iu;

const LIMITS = `It does not bind the management account, and changes no notebook that exists.
Try it on a sandbox OU first; docs/guardrail.md says how, and what it cannot do.
`;

/** Prints the service control policies for the enabled rules, one a line, so that they can be piped. */
export async function printGuardrail(
  terminal: Terminal,
  { policy: given, exemptTag }: { policy?: string; exemptTag?: string },
): Promise<number> {
  if (exemptTag !== undefined && !TAG_KEY.test(exemptTag)) {
    terminal.err('--exempt-tag must be the key of an IAM tag, such as notebook-audit-exempt\n');
    return EXIT.usage;
  }
  const policy = readPolicy(terminal, policyFile(terminal, given));
  if (!policy) return EXIT.failed;
  const made = guardrail(policy, exemptTag);
  if (!made.ok) {
    terminal.err(
      `There are too many ${printable(made.part)} for a service control policy: ${made.size} of at most ${LONGEST_POLICY} characters. Shorten that list, or give a --policy in which the rule is off\n`,
    );
    return EXIT.failed;
  }
  if (made.policies.length === 0) {
    terminal.err('There is nothing to generate: no rule is on that IAM can express\n');
    return EXIT.failed;
  }
  const texts = made.policies.map(policyJson);
  for (const text of texts) terminal.out(`${text}\n`);
  terminal.err(`Denies launches that break: ${guardedRules(policy).join(', ')}\n`);
  terminal.err(`${sizes(texts)}\n${LIMITS}`);
  if (exemptTag) terminal.err(exemption(exemptTag));
  return EXIT.ok;
}

function sizes(texts: string[]): string {
  const each = texts.map(({ length }) => length).join(' and ');
  if (texts.length === 1) return `One policy: ${each} of at most ${LONGEST_POLICY} characters.`;
  return `${texts.length} policies, one a line, to be attached together: ${each} of at most ${LONGEST_POLICY} characters. AWS takes at most 5 on one OU or account, FullAWSAccess among them.`;
}

function exemption(tag: string): string {
  return `Principals with the IAM tag ${tag}=true are exempt. Only principals with ${tag}=admin may set it: tag that role before you attach this.\n`;
}
