import { movedOnModal, refusalModal } from '../../../../src/slack/blocks/modals/notices';
import { VIEWS } from '../../../../src/slack/ids';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { aFindingWith, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };
const moved = { status: 'migration_scheduled', by: 'U0LEAD', at: '2026-11-25T08:00:00Z' } as const;

describe('a form that was opened on an old state', () => {
  it('says what happened instead, and has no form', () => {
    const view = movedOnModal(aFinding(), moved, context);
    expectSafe(view);
    expect(view).toMatchObject({ callback_id: VIEWS.info, close: { text: 'Close' } });
    expect(view.submit).toBeUndefined();
    expect(textOf(view)).toMatch(/This moved on: migration planned by <@U0LEAD>, <!date\^1795593600\^/);
  });

  it('names the bot, which is nobody to mention', () => {
    expect(textOf(movedOnModal(aFinding(), { ...moved, by: 'bot' }, context))).toContain('by Notebook Audit,');
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) =>
    expectSafe(movedOnModal(aFindingWith(text), moved, context)),
  );
});

it('a refusal is shown as it is', () => {
  const view = refusalModal('Approvals need somebody else. Nothing was changed.');
  expectSafe(view);
  expect(textOf(view.blocks)).toBe('Approvals need somebody else. Nothing was changed.');
});
