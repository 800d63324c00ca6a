import type { KnownBlock } from '@slack/types';
import type { Finding, Status } from '../../../../src/domain/finding';
import { findingView, requesterView } from '../../../../src/slack/blocks/modals/finding-view';
import { ACTIONS, subjectOfBlockId, VIEWS } from '../../../../src/slack/ids';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { buttonsOf } from '../../../support/blocks';
import { aFindingWith, aRequest, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };
const view = (finding: Finding, reader = 'U0LEAD') => findingView(finding, context, reader);

function actionsOf(finding: Finding, reader?: string) {
  return view(finding, reader).blocks.flatMap((block) => (block.type === 'actions' ? [block] : []));
}

const labels = (finding: Finding, reader?: string) =>
  actionsOf(finding, reader).flatMap((block) =>
    'elements' in block ? buttonsOf({ blocks: [block] as Parameters<typeof buttonsOf>[0]['blocks'] }) : [],
  );

const at = '2026-11-24T10:00:00Z';
const STATES: Record<Status, Partial<Finding>> = {
  open: {},
  acknowledged: { acknowledged: { at, by: 'U0MARIA' } },
  migration_scheduled: { migration: { at: '2026-12-03T16:00:00.000Z', by: 'U0MARIA', decidedAt: at } },
  exception_requested: { request: aRequest() },
  exception_granted: {
    grant: {
      requestId: 'V1',
      rules: ['notebook-no-direct-internet-access'],
      until: '2026-12-12T16:00:00.000Z',
      at,
      approvers: ['U0SEC'],
      conditions: [],
    },
  },
  resolved: { violations: [], resolution: { at, evidence: 'gone', lookedAt: at } },
};

describe('the finding view', () => {
  it.each(Object.entries(STATES))('shows %s with its words and buttons to a lead', (status, over) => {
    const finding = aFinding({ ...over, status: status as Status });
    expectSafe(view(finding));
    expect(view(finding)).toMatchObject({ callback_id: VIEWS.info, title: { text: finding.reference } });
    expect(textOf(view(finding))).not.toContain('Handed to');
    expect(labels(finding).includes('Assign Someone Else')).toBe(status !== 'resolved');
  });

  it('has the buttons of the card, which say which finding they are about', () => {
    expect(labels(aFinding()).slice(0, 3)).toEqual(['Acknowledge*', 'Schedule Migration', 'Request Exception']);
    for (const { block_id } of actionsOf(aFinding())) {
      expect(subjectOfBlockId(block_id ?? '')?.launch).toEqual(aFinding().launch);
    }
  });

  it('names people, for its reader is not the owner', () => {
    const finding = aFinding({ ...STATES.acknowledged, status: 'acknowledged' });
    expect(textOf(view(finding))).toContain('*Acknowledged* by <@U0MARIA>');
    expect(textOf(view(finding, 'U0MARIA'))).toContain('*Acknowledged* by you');
  });

  it('lets others name an owner, and the owner use "Not Mine"', () => {
    expect(labels(aFinding(), 'U0MARIA')).not.toContain('Assign Someone Else');
    const orphan = aFinding({ owner: null });
    expect(labels(orphan)).toContain('Assign Owner*');
    expect(textOf(view(orphan))).toContain('No owner found');
    expect(JSON.stringify(actionsOf(orphan))).toContain(ACTIONS.assignOwner);
  });

  it('offers "Not Mine" to the owner alone: anybody else would be refused', () => {
    const values = (reader: string) =>
      actionsOf(aFinding(), reader).flatMap((block) => JSON.stringify(block).match(/"value":"not_mine"/g) ?? []);
    expect(values('U0MARIA')).toHaveLength(1);
    expect(values('U0LEAD')).toEqual([]);
  });

  it('says that the owner says it is not theirs, and whom they named', () => {
    const handover = { by: 'U0MARIA', at, proposed: 'U0JO', note: 'ask Jo' };
    const words = textOf(view(aFinding({ handover })));
    expect(words).toMatch(/\*<@U0MARIA> says it is not theirs\*, .*: “ask Jo”\. Named instead: <@U0JO>\./);
    expect(words).not.toContain('not yours');
  });

  it('lets who asked for the exception answer what security asks, and nothing else', () => {
    const question = { by: 'U0SEC', at, text: 'Which package?' };
    const asked = aFinding({ status: 'exception_requested', request: aRequest({ by: 'U0JO', questions: [question] }) });
    const seen = (finding: Finding) => {
      const shown = requesterView(finding, context, 'U0JO');
      expectSafe(shown);
      return { words: textOf(shown), labels: buttonsOf({ blocks: shown.blocks as KnownBlock[] }) };
    };
    expect(seen(asked).labels).toEqual(['Answer*']);
    expect(seen(asked).words).toContain('*Security asks:* “Which package?”');
    expect(labels(asked)).toEqual(['Answer*', 'Schedule Migration', 'Withdraw Request', 'Assign Someone Else']);
    const answer = { by: 'U0JO', at, text: 'That one.' };
    const answered = { ...asked, request: aRequest({ by: 'U0JO', questions: [{ ...question, answer }] }) };
    expect(seen(answered).labels).toEqual([]);
    expect(labels(answered)).not.toContain('Answer*');
  });

  it('says of reminders whom they go to', () => {
    const finding = aFinding({ ...STATES.migration_scheduled, status: 'migration_scheduled' });
    expect(textOf(view(finding))).toContain('Its owner is reminded the day before.');
    expect(textOf(view(finding, 'U0MARIA'))).toContain("I'll remind you the day before.");
  });

  it('promises no reminder to an owner who says it is not theirs', () => {
    const handover = { by: 'U0MARIA', at };
    const seen = textOf(view(aFinding({ ...STATES.acknowledged, status: 'acknowledged', handover })));
    expect(seen).toContain('*Acknowledged* by');
    expect(seen).not.toContain('next reminder');
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) => {
    expectSafe(view(aFindingWith(text)));
    expectSafe(view(aFindingWith(text, { status: 'migration_scheduled' })));
  });
});
