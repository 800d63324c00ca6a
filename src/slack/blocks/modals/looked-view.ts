import type { ModalView } from '@slack/types';
import type { Finding } from '../../../domain/finding';
import { context, escaped, moment, name, section } from '../text';
import { accountName, actor, type BlockContext, deed, stillWords } from '../wording';
import { findingView } from './finding-view';
import { info } from './form';

/** What a look saw. `slow`: AWS did not answer in the time a command has; `unknown`: it did not let us look. */
export type Verdict =
  | { kind: 'finding' | 'compliant' | 'gone' | 'deleting'; lookedAt: string }
  | { kind: 'unknown'; reason: string }
  | { kind: 'slow' };

/** Opened at once, while AWS is being asked. */
export function lookingView(finding: Finding): ModalView {
  return info({
    title: finding.reference,
    subject: { launch: finding.launch },
    blocks: [section(`Looking at ${name(finding.notebook.name)} …`)],
  });
}

/** The finding view below what was seen just now, with the last thing that happened at its end. */
export function lookedView(
  finding: Finding,
  verdict: Verdict,
  blockContext: BlockContext,
  readerId: string,
): ModalView {
  const view = findingView(finding, blockContext, readerId);
  const last = finding.history.at(-1);
  return {
    ...view,
    blocks: [
      section(verdictWords(finding, verdict, blockContext)),
      ...view.blocks,
      ...(last ? [context(`Last: ${actor(last.actor)} ${deed(last.command)}, ${moment(last.at)}`)] : []),
    ],
  };
}

function verdictWords(finding: Finding, verdict: Verdict, { policy }: BlockContext): string {
  const notebook = name(finding.notebook.name);
  const before = `What follows is what I saw ${moment(finding.observedAt)}.`;
  switch (verdict.kind) {
    case 'finding':
      return `*Looked just now* (${moment(verdict.lookedAt)}): ${finding.violations.map(stillWords).join(', ')}.`;
    case 'compliant':
      return `:white_check_mark: *All settings are good*, looked ${moment(verdict.lookedAt)}.`;
    case 'gone':
      return `:white_check_mark: *AWS no longer lists ${notebook}*, looked ${moment(verdict.lookedAt)}.`;
    case 'deleting':
      return `*AWS is deleting ${notebook}*, looked ${moment(verdict.lookedAt)}.`;
    case 'unknown': {
      const account = name(accountName(policy, finding.launch.account));
      return `*I could not look* into ${account} (${escaped(verdict.reason, 200)}), so I don't know. ${before}`;
    }
    case 'slow':
      return `*AWS is slow to answer*, so I don't know yet. ${before} *Check Again* or the command looks once more.`;
  }
}
