import type { HistoryEntry } from '../../../../src/domain/finding';
import { historyModal } from '../../../../src/slack/blocks/modals/history';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { aFindingWith, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };

function entry(version: number, over: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    version,
    at: '2026-11-24T10:00:00Z',
    actor: 'U0MARIA',
    command: 'acknowledge',
    from: 'open',
    to: 'acknowledged',
    ...over,
  };
}

const entries = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => entry(from + index, { note: `note ${from + index}.` }));

describe('the history', () => {
  it('says who did what, when, and what became of it, the newest first', () => {
    const opened = entry(1, { actor: 'bot', command: 'open', from: null, to: 'open' });
    const view = historyModal(aFinding({ history: [opened, entry(2, { note: 'after the release' })] }), context);
    expectSafe(view);
    const [, newest, oldest] = view.blocks.map(textOf);
    expect(newest).toMatch(/^<!date.*> · <@U0MARIA> chose \*Acknowledge\*\nopen → acknowledged\n“after the release”$/);
    expect(oldest).toMatch(/^<!date.*> · Notebook Audit saw it first$/);
  });

  it.each<[Partial<HistoryEntry>, RegExp]>([
    [
      { command: 'request_exception', note: 'until 2026-12-09T16:00:00.000Z: the vendor' },
      /\n“until <!date\^1796832000\^[^>]*>: the vendor”$/,
    ],
    [{ command: 'assign_owner', note: 'U0RAVI00005' }, /\n<@U0RAVI00005>$/],
    [{ command: 'remind', actor: 'bot', note: 'day_before: U0RAVI00005' }, /\nday before: <@U0RAVI00005>$/],
    [
      { command: 'reopen', actor: 'bot', note: 'notebook-root-access-disabled (Enabled)' },
      /\nroot access \(Enabled\)$/,
    ],
    [{ note: 'ask U0RAVI00005 on 2026-99-99T00:00:00Z' }, /\n“ask U0RAVI00005 on 2026-99-99T00:00:00Z”$/],
  ])('shows moments, people and settings as people read them: %j', (over, words) => {
    const view = historyModal(aFinding({ history: [entry(1, over)] }), context);
    expectSafe(view);
    expect(textOf(view.blocks.at(-1))).toMatch(words);
  });

  it('shows 40 entries and counts those before them, archived ones too', () => {
    const words = (history: HistoryEntry[]) => textOf(historyModal(aFinding({ history }), context));
    expect(words(entries(1, 40))).not.toContain('earlier');
    expect(words(entries(1, 41))).toContain('1 earlier entry is kept.');
    const archived = words(entries(101, 150));
    expect(archived).toContain('110 earlier entries are kept.');
    expect(archived).toContain('note 111.');
    expect(archived).not.toContain('note 110.');
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) => expectSafe(historyModal(aFindingWith(text), context)));
});
