import { approveShorterModal, denyModal, revokeModal } from '../../../../src/slack/blocks/modals/decisions';
import { subjectOfMetadata, VIEWS } from '../../../../src/slack/ids';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { inputsOf } from '../../../support/submitted';
import { aFindingWith, aRequest, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };
const request = aRequest();
const grant = {
  requestId: 'V1',
  rules: request.rules,
  until: request.until,
  at: '2026-11-25T08:00:00Z',
  approvers: ['U0SEC'],
  conditions: [],
};

describe('the form to approve for less', () => {
  it('carries the request, and shows what was asked for', () => {
    const view = approveShorterModal(aFinding(), request, context);
    expectSafe(view);
    expect(view).toMatchObject({ callback_id: VIEWS.approveShorter, submit: { text: 'Approve' } });
    expect(subjectOfMetadata(view.private_metadata ?? '')).toEqual({ launch: aFinding().launch, requestId: 'V1' });
    expect(textOf(view)).toMatch(/<@U0MARIA> asks to keep \*direct internet access and root access\* until <!date/);
    expect(inputsOf(view).map(({ label, optional }) => [label.text, optional ?? false])).toEqual([
      ['Until', false],
      ['What may stay', false],
      ['Condition', true],
    ]);
  });

  it('suggests a week, where that is shorter', () => {
    const initial = (until: string) =>
      inputsOf(approveShorterModal(aFinding(), aRequest({ until }), context))[0]?.element;
    expect(initial('2026-12-12T16:00:00.000Z')).toMatchObject({ initial_date: '2026-12-02' });
    expect(initial('2026-12-02T16:00:00.000Z')).not.toHaveProperty('initial_date');
  });
});

describe('the form to deny', () => {
  const words = (finding = aFinding()) => textOf(denyModal(finding, request, context));

  it('asks for a reason of 20 characters', () => {
    const view = denyModal(aFinding(), request, context);
    expectSafe(view);
    expect(view).toMatchObject({ callback_id: VIEWS.deny, title: { text: 'Deny request' }, submit: { text: 'Deny' } });
    expect(inputsOf(view)).toMatchObject([{ block_id: 'reason', element: { min_length: 20, max_length: 1000 } }]);
  });

  it('says the fix date that holds afterwards: the old one, but two business days at least', () => {
    expect(words()).toContain(`Fix date after this: *<!date^${Date.parse('2026-12-01T16:00:00Z') / 1000}^`);
    const soon = aFinding({ deadline: '2026-11-25T16:00:00.000Z' });
    expect(words(soon)).toContain(`Fix date after this: *<!date^${Date.parse('2026-11-27T16:00:00Z') / 1000}^`);
  });

  it('says that there is no fix date while it waits for a network', () => {
    expect(words(aFinding({ deadline: null }))).toContain('There is no fix date while no approved network is here.');
  });
});

describe('the form to revoke', () => {
  it('says what ends and what follows', () => {
    const view = revokeModal(aFinding({ grant }), grant, context);
    expectSafe(view);
    expect(view).toMatchObject({ callback_id: VIEWS.revoke, submit: { text: 'Revoke' } });
    expect(subjectOfMetadata(view.private_metadata ?? '')?.requestId).toBe('V1');
    expect(textOf(view)).toMatch(/It covers \*direct internet access and root access\* until .* open again at once/);
  });
});

it.each(HOSTILE_TEXTS)('all are safe with %s', (_what, text) => {
  const finding = aFindingWith(text);
  const asked = aRequest({ reason: text, control: text });
  expectSafe(approveShorterModal(finding, asked, context));
  expectSafe(denyModal(finding, asked, context));
  expectSafe(revokeModal(finding, { ...grant, conditions: [text] }, context));
});
