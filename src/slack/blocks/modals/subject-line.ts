import type { ContextBlock } from '@slack/types';
import type { Finding } from '../../../domain/finding';
import { context, name } from '../text';
import { type BlockContext, place } from '../wording';

/** Which notebook a modal is about: titles are too short for names. */
export function subjectLine(
  finding: Pick<Finding, 'launch' | 'notebook' | 'reference'>,
  { policy }: BlockContext,
): ContextBlock {
  return context(`*${name(finding.notebook.name)}* · ${place(policy, finding.launch)} · ${finding.reference}`);
}
