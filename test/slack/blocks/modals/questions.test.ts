import { answerModal, askModal } from '../../../../src/slack/blocks/modals/questions';
import { subjectOfMetadata, VIEWS } from '../../../../src/slack/ids';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { inputsOf } from '../../../support/submitted';
import { aFindingWith, aRequest, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };
const request = aRequest();
const question = { by: 'U0SEC', at: '2026-11-25T08:00:00Z', text: 'Which package?' };

describe('the form to ask', () => {
  it('shows what was asked for, and says what a question does and does not do', () => {
    const view = askModal(aFinding(), request, context);
    expectSafe(view);
    expect(view).toMatchObject({
      callback_id: VIEWS.ask,
      title: { text: 'Ask the requester' },
      submit: { text: 'Send question' },
    });
    expect(subjectOfMetadata(view.private_metadata ?? '')).toEqual({ launch: aFinding().launch, requestId: 'V1' });
    expect(textOf(view)).toContain('<@U0MARIA> asks to keep *direct internet access and root access*');
    expect(inputsOf(view)).toMatchObject([
      { block_id: 'question', hint: { text: 'The answer appears on the card; the due time does not move.' } },
    ]);
  });
});

describe('the form to answer', () => {
  it('shows who asked what, about whose request', () => {
    const view = answerModal(aFinding(), { request, question }, context);
    expectSafe(view);
    expect(view).toMatchObject({ callback_id: VIEWS.answer, submit: { text: 'Send answer' } });
    expect(subjectOfMetadata(view.private_metadata ?? '')?.requestId).toBe('V1');
    expect(textOf(view)).toMatch(/Asked by <@U0SEC>, <!date.*about the request of <@U0MARIA>/);
    expect(textOf(view)).toContain('Which package?');
    expect(inputsOf(view)).toMatchObject([{ block_id: 'answer', element: { max_length: 1000 } }]);
  });
});

it.each(HOSTILE_TEXTS)('both are safe with %s', (_what, text) => {
  const words = text.slice(0, 1000);
  expectSafe(askModal(aFindingWith(text), aRequest({ reason: words }), context));
  expectSafe(answerModal(aFindingWith(text), { request, question: { ...question, text: words } }, context));
});
