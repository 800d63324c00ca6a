import type { ModalView } from '@slack/types';
import type { Finding, HistoryEntry } from '../../../domain/finding';
import { context, escaped, moment, section } from '../text';
import { actor, type BlockContext, deed, statusWord } from '../wording';
import { info } from './form';
import { subjectLine } from './subject-line';

/** Enough for one screen; all of it is in the export. */
const SHOWN = 40;

/** The decision log, newest first. */
export function historyModal(finding: Finding, blockContext: BlockContext): ModalView {
  const shown = finding.history.slice(-SHOWN);
  // Entries are numbered by version, so those that were archived count too.
  const earlier = (shown[0]?.version ?? 1) - 1;
  return info({
    title: 'History',
    subject: { launch: finding.launch },
    blocks: [
      subjectLine(finding, blockContext),
      ...shown.toReversed().map((entry) => section(words(entry))),
      ...(earlier > 0 ? [context(`${earlier} earlier ${earlier === 1 ? 'entry is' : 'entries are'} kept.`)] : []),
    ],
  });
}

function words({ at, actor: who, command, from, to, note }: HistoryEntry): string {
  const moved = from !== null && from !== to ? `\n${statusWord(from)} → ${statusWord(to)}` : '';
  return `${moment(at)} · ${actor(who)} ${deed(command)}${moved}${note ? `\n${who === 'bot' ? escaped(note, 500) : `“${escaped(note, 500)}”`}` : ''}`;
}
