import type { ModalView } from '@slack/types';
import type { CommandType, Finding, HistoryEntry } from '../../../domain/finding';
import { RULE_IDS } from '../../../domain/policy';
import { context, escaped, mention, moment, section } from '../text';
import { actor, type BlockContext, deed, ruleName, statusWord } from '../wording';
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
  return `${moment(at)} · ${actor(who)} ${deed(command)}${moved}${note ? `\n${noteWords(note, command, who)}` : ''}`;
}

/** Moments, settings and people stand in notes as they are stored; whatever else there is, somebody may have written. */
function noteWords(note: string, command: CommandType, who: string): string {
  const legible = escaped(note, 500)
    .replace(MOMENT, (iso) => (Number.isNaN(Date.parse(iso)) ? iso : moment(iso)))
    .replace(/notebook-[a-z0-9-]+/g, ruleNamed);
  if (NAMING.includes(command)) return legible.replace(PERSON, mention).replaceAll('_', ' ');
  return who === 'bot' ? legible : `“${legible}”`;
}

function ruleNamed(word: string): string {
  const rule = RULE_IDS.find((id) => id === word);
  return rule ? ruleName(rule) : word;
}

const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const PERSON = /\b[UW][A-Z0-9]{4,}\b/g;

/** Their notes name a person, and are the bot's own words. */
const NAMING: CommandType[] = ['assign_owner', 'remind', 'escalate'];
