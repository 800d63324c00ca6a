import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemText } from '../config';
import { enabledRules, RULE_IDS } from '../domain/policy';
import { type Policy, parsePolicy } from '../domain/policy-file';
import { printable } from '../domain/printable';
import { EXIT, styled, type Terminal } from './terminal';

/** Prints what a policy file switches on, or everything that is wrong with it, each with its line. */
export async function checkPolicy(terminal: Terminal, given: string | undefined): Promise<number> {
  const file = policyFile(terminal, given);
  const policy = readPolicy(terminal, file);
  if (!policy) return EXIT.failed;
  terminal.out(`${file}: ${styled(terminal, 'green', 'OK')}, ${summaryOf(policy)}\n`);
  return EXIT.ok;
}

export function policyFile(terminal: Terminal, given: string | undefined): string {
  return given ?? (terminal.env.POLICY_FILE || join(terminal.root, 'policy.yml'));
}

/** Null when there is something wrong with the file: everything is then said on `err`. */
export function readPolicy(terminal: Terminal, file: string): Policy | null {
  const parsed = parsePolicy(readFileSync(file, 'utf8'));
  if (parsed.ok) return parsed.policy;
  for (const problem of parsed.problems) terminal.err(`${printable(problemText(file, problem))}\n`);
  return null;
}

function summaryOf(policy: Policy): string {
  const { notify_only: teams, networks, security } = policy;
  const on = new Set(enabledRules(policy).map(({ id }) => id));
  const off = RULE_IDS.filter((id) => !on.has(id));
  const approvers = [...(security.user_group ? [security.user_group] : []), ...security.users];
  return [
    `mode ${policy.mode}${teams.length > 0 ? ` (only ${teams.join(', ')})` : ''}`,
    `${on.size} of ${RULE_IDS.length} rules on${off.length > 0 ? ` (off: ${off.join(', ')})` : ''}`,
    `${countOf(networks.length, 'approved network')}`,
    `approvers ${approvers.join(', ')}`,
  ].join('; ');
}

const countOf = (count: number, what: string) => `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
