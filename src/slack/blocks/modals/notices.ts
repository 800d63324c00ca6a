import type { ModalView } from '@slack/types';
import type { Finding, Refusal } from '../../../domain/finding';
import { moment, section } from '../text';
import { actor, type BlockContext, statusWord } from '../wording';
import { alert, info } from './form';
import { subjectLine } from './subject-line';

type MovedOn = Pick<Extract<Refusal, { code: 'moved_on' }>, 'status' | 'by' | 'at'>;

/** In place of a form that was opened on an old state. */
export function movedOnModal(finding: Finding, { status, by, at }: MovedOn, blockContext: BlockContext): ModalView {
  return info({
    title: 'This moved on',
    subject: { launch: finding.launch },
    blocks: [
      subjectLine(finding, blockContext),
      alert(`This moved on: ${statusWord(status)} by ${actor(by)}, ${moment(at)}.`),
    ],
  });
}

/** Why something cannot be done. `text` is trusted mrkdwn of at most 3000 characters that also says what to do now. */
export function refusalModal(text: string): ModalView {
  return info({ title: 'Notebook Audit', blocks: [section(text)] });
}
