import type { ModalView } from '@slack/types';
import { answerModal, askModal } from '../../src/slack/blocks/modals/questions';
import { reviewFields, reviewModal } from '../../src/slack/blocks/modals/review';
import { NOTHING_REVIEWED } from '../../src/slack/blocks/positions';
import { parseReview } from '../../src/slack/review-submission';
import { parseAnswer, parseAsk } from '../../src/slack/submissions';
import { aFinding } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { submitted } from '../support/submitted';
import { aRequest } from '../support/views';

const policy = aPolicy();
const now = '2026-11-25T09:00:00Z';
const request = aRequest();
const finding = aFinding({ request, status: 'exception_requested' });
const { decision, date, reason } = reviewFields(request.id);
const view: ModalView = reviewModal(
  { finding, request, bar: null, waiting: 1, tally: NOTHING_REVIEWED },
  { now, policy },
);
const parse = (changes: Record<string, string>) =>
  parseReview(submitted(view, changes), { finding, request, policy, now });
const why = 'The NAT of the approved network reaches it.';

describe('one screen of the queue', () => {
  it('means later as it was opened', () => {
    expect(parse({})).toEqual({ ok: true, value: { choice: 'later' } });
  });

  it.each([
    [{ [decision]: 'approve' }, { choice: 'approve' }],
    [
      { [decision]: 'shorter', [date]: '2026-12-01' },
      { choice: 'shorter', until: '2026-12-01T16:00:00.000Z' },
    ],
    [
      { [decision]: 'deny', [reason]: why },
      { choice: 'deny', reason: why },
    ],
  ])('takes a decision: %j', (changes, value) => {
    expect(parse(changes)).toEqual({ ok: true, value });
  });

  it.each([
    [{ [decision]: 'shorter' }, { [date]: 'Choose a date.' }],
    [{ [decision]: 'shorter', [date]: '2026-11-20' }, { [date]: 'That date has passed.' }],
    [{ [decision]: 'shorter', [date]: '2026-12-12' }, { [date]: 'Choose a date before Sat 12 Dec 2026, 17:00 CET.' }],
    [{ [decision]: 'deny' }, { [reason]: 'A reason helps them to find another way.' }],
    [{ [decision]: 'deny', [reason]: 'too short' }, { [reason]: 'A reason helps them to find another way.' }],
    [{ [date]: '2026-12-01' }, { [date]: expect.stringContaining('choose "Approve shorter" above') }],
    [{ [decision]: 'approve', [reason]: why }, { [reason]: expect.stringContaining('choose "Deny" above') }],
  ])('puts the error under its field: %j', (changes, errors) => {
    expect(parse(changes)).toEqual({ ok: false, errors });
  });

  it('refuses what is none of it', () => {
    for (const values of [null, {}, { [decision]: { value: { selected_option: { value: 'allow_all' } } } }]) {
      expect(parseReview(values, { finding, request, policy, now })).toEqual({
        ok: false,
        errors: { [decision]: 'Choose one.' },
      });
    }
  });
});

describe('a question and its answer', () => {
  const ask = askModal(finding, request, { now, policy });
  const question = { by: 'U0SEC', at: now, text: 'Which?' };
  const answer = answerModal(finding, { request, question }, { now, policy });

  it('carry the words', () => {
    expect(parseAsk(submitted(ask, { question: ' Which package? ' }))).toEqual({
      ok: true,
      value: { question: 'Which package?' },
    });
    expect(parseAnswer(submitted(answer, { answer: 'That one.' }))).toEqual({
      ok: true,
      value: { answer: 'That one.' },
    });
  });

  it('are never empty or longer than Slack lets them be', () => {
    expect(parseAsk(submitted(ask))).toEqual({ ok: false, errors: { question: 'Write the question.' } });
    expect(parseAnswer(submitted(answer, { answer: '  ' }))).toEqual({
      ok: false,
      errors: { answer: 'Write the answer.' },
    });
    expect(parseAsk(submitted(ask, { question: 'x'.repeat(1001) }))).toEqual({
      ok: false,
      errors: { question: 'At most 1000 characters.' },
    });
  });
});
