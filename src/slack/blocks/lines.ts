import { networkFor } from '../../domain/corrected-launch';
import type { Finding, Line, Message } from '../../domain/finding';
import type { MessageContent } from './card-parts';
import { deadline, escapedWithin, name, section } from './text';
import { actor, type BlockContext, deed } from './wording';
import { alternative } from './wording-network';

/** A short message that is sent once: a card that changes notifies nobody. It names the reference, to find the card by. */
export function lineText(finding: Finding, message: Message, blockContext: BlockContext): MessageContent {
  const text = message.line ? lineWords(finding, message.line, blockContext) : subjectOf(finding);
  return { text, blocks: [section(text)] };
}

function subjectOf({ notebook, reference }: Finding): string {
  return `${name(notebook.name)} (${reference})`;
}

function lineWords(finding: Finding, line: Line, blockContext: BlockContext): string {
  switch (line.about) {
    case 'acted':
      return actedWords(finding, line);
    case 'decided':
      return `${decidedWords(finding, line, blockContext)} The card of ${finding.reference} shows it.`;
    case 'asked':
      return `*Security asks* about ${subjectOf(finding)}: “${escapedWithin(line.question, 2000)}” Your answer goes to ${actor(line.by)} and onto the request; its card has the button.`;
    case 'answered':
      return `*Answer* from ${actor(line.by)} about ${subjectOf(finding)}: “${escapedWithin(line.answer, 2000)}” The request card shows it.`;
    case 'expiring':
      return `${subjectOf(finding)}: ends ${deadline(line.until)}. Owner told. Renewal asked: ${line.renewalAsked ? 'yes' : 'no'}.`;
  }
}

function actedWords(finding: Finding, line: Extract<Line, { about: 'acted' }>): string {
  const date = line.until ? ` for ${deadline(line.until)}` : '';
  return `${actor(line.by)} ${deed(line.command)}${date} on ${subjectOf(finding)}, for you. Its card shows it.`;
}

function decidedWords(finding: Finding, line: Extract<Line, { about: 'decided' }>, { policy }: BlockContext): string {
  const by = line.by ? ` by ${actor(line.by)}` : '';
  const subject = name(finding.notebook.name);
  const quoted = line.note ? ` “${escapedWithin(line.note, 2000)}”` : '';
  switch (line.outcome) {
    case 'granted':
      return `*Allowed*: the request for ${subject} was granted${by}${line.until ? `, until ${deadline(line.until)}` : ''}.`;
    case 'denied': {
      const category = finding.closedRequests.findLast(({ outcome }) => outcome === 'denied')?.category ?? 'other';
      const instead = alternative(category, networkFor(policy, finding.notebook));
      return `*Not granted*${by}: the request for ${subject}.${quoted} What works instead: ${instead}`;
    }
    case 'withdrawn':
      return `*Withdrawn*${by}: the request for ${subject}.`;
    case 'timed_out':
      return `*No answer from security in time* for ${subject} - not your fault. The request is closed; ask again or schedule.`;
    case 'resolved':
      return `*No decision needed*: ${subject} is resolved.`;
    case 'revoked':
      return `*Revoked*${by}: the policy exception for ${subject}.${quoted} Nothing was stopped.`;
    case 'expired':
      return `*Ended*: the policy exception for ${subject}. Nothing was stopped.`;
    case 'superseded':
      return `*Replaced*: a newer request for ${subject} was granted.`;
  }
}
