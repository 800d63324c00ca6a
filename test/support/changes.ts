import type { Command, Finding, Look, Message } from '../../src/domain/finding';
import type { Notebook } from '../../src/domain/notebook';
import { audit } from '../../src/domain/policy';
import type { Policy } from '../../src/domain/policy-file';
import { transition } from '../../src/domain/state-machine';
import { aPolicy } from './a-policy';

/**
 * The finding after the commands, each an hour after the one before, the first at 10:00 on 24 Nov 2026 UTC. Throws when
 * one is refused.
 */
export function changedBy(finding: Finding, commands: Command[], policy: Policy = aPolicy()): Finding {
  return commands.reduce((before, command, index) => {
    const now = new Date(Date.UTC(2026, 10, 24, 10 + index)).toISOString();
    const result = transition(before, command, { now, policy });
    if (result.kind !== 'changed') throw new Error(`${command.type}: ${JSON.stringify(result)}`);
    return result.finding;
  }, finding);
}

/** A look at the notebook, judged by the policy. */
export function aLook(notebook: Notebook, observedAt: string, policy: Policy = aPolicy()): Look {
  return {
    notebook,
    violations: audit(notebook, policy, 'internal'),
    sensitivity: 'internal',
    networkReady: true,
    launchedBy: null,
    observedAt,
  };
}

/** The last message of a kind that the finding queued. */
export function newestMessage(finding: Finding, kind: Message['kind']): Message {
  const message = Object.values(finding.messages).findLast((one) => one.kind === kind);
  if (!message) throw new Error(`no ${kind} was queued`);
  return message;
}
