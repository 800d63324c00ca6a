import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemText } from '../config';
import { RULE_IDS } from '../domain/policy';
import { type Policy, parsePolicy } from '../domain/policy-file';
import { printable } from '../domain/printable';
import { EXIT, styled, type Terminal } from './terminal';

/** Prints what a policy file switches on, or everything that is wrong with it, each with its line. */
export async function checkPolicy(terminal: Terminal, given: string | undefined): Promise<number> {
  const file = given ?? (terminal.env.POLICY_FILE || join(terminal.root, 'policy.yml'));
  const parsed = parsePolicy(readFileSync(file, 'utf8'));
  if (parsed.ok) {
    terminal.out(`${file}: ${styled(terminal, 'green', 'OK')}, ${summaryOf(parsed.policy)}\n`);
    return EXIT.ok;
  }
  for (const problem of parsed.problems) terminal.err(`${printable(problemText(file, problem))}\n`);
  return EXIT.failed;
}

function summaryOf(policy: Policy): string {
  const { approved_lifecycle_configs: configs, notify_only: teams, networks, security } = policy;
  // Without approved configurations there is nothing that the rule could ask for.
  const idle = configs.length === 0 ? ['notebook-idle-shutdown-configured'] : [];
  const off = RULE_IDS.filter((id) => policy.rules[id]?.enabled === false || idle.includes(id));
  const approvers = [...(security.user_group ? [security.user_group] : []), ...security.users];
  return [
    `mode ${policy.mode}${teams.length > 0 ? ` (only ${teams.join(', ')})` : ''}`,
    `${RULE_IDS.length - off.length} of ${RULE_IDS.length} rules on${off.length > 0 ? ` (off: ${off.join(', ')})` : ''}`,
    `${countOf(networks.length, 'approved network')}`,
    `approvers ${approvers.join(', ')}`,
  ].join('; ');
}

const countOf = (count: number, what: string) => `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
