import type { Command, Finding, RequestOutcome } from '../../../../src/domain/finding';
import {
  decidedMeanwhile,
  type ReviewStep,
  reviewDoneModal,
  reviewFields,
  reviewModal,
} from '../../../../src/slack/blocks/modals/review';
import { NOTHING_REVIEWED, readReview } from '../../../../src/slack/blocks/positions';
import { stateOfMetadata, subjectOfMetadata, VIEWS } from '../../../../src/slack/ids';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { changedBy } from '../../../support/changes';
import { inputsOf } from '../../../support/submitted';
import { aFindingWith, aRequest, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };
const fields = reviewFields('V1');

function step(over: Partial<ReviewStep> = {}): ReviewStep {
  const request = aRequest({ control: 'Test data only.' });
  const finding = aFinding({ status: 'exception_requested', request });
  return { finding, request, bar: null, waiting: 10, tally: NOTHING_REVIEWED, ...over };
}

function optionsOf(over: Partial<ReviewStep> = {}) {
  const [decision] = inputsOf(reviewModal(step(over), context));
  return decision?.element.type === 'radio_buttons' ? decision.element : undefined;
}

describe('one screen of the queue', () => {
  const view = reviewModal(step({ tally: { ...NOTHING_REVIEWED, approved: 1, left: 1 } }), context);

  it('says which of how many it is', () => {
    expectSafe(view);
    expect(view).toMatchObject({
      callback_id: VIEWS.review,
      title: { text: 'Review 3 of 12' },
      submit: { text: 'Save and next' },
    });
  });

  it('shows the facts of the request card', () => {
    const words = textOf(view);
    for (const fact of [
      'asks to keep *direct internet access and root access*',
      'The scoring vendor has no endpoint inside our network yet.',
      'Test data only.',
      '*Account*\nml-dev, eu-west-1',
      '*Not covered*\nnothing',
      '*Without it:* an approved network is ready here.',
      'approvals 0 of 1',
    ]) {
      expect(words).toContain(fact);
    }
  });

  it('offers four choices, Later at first, with a date and a reason beside them', () => {
    expect(optionsOf()?.options?.map(({ text }) => text.text)).toEqual(['Approve', 'Approve shorter', 'Deny', 'Later']);
    expect(optionsOf()?.initial_option?.value).toBe('later');
    expect(inputsOf(view).map(({ block_id, optional }) => [block_id, optional ?? false])).toEqual([
      [fields.decision, false],
      [fields.date, true],
      [fields.reason, true],
    ]);
  });

  it('remembers the request, its due time and what was decided so far', () => {
    expect(subjectOfMetadata(view.private_metadata ?? '')).toEqual({ launch: aFinding().launch, requestId: 'V1' });
    expect(readReview(stateOfMetadata(view.private_metadata ?? ''))).toEqual({
      dueAt: aRequest().timeoutAt,
      tally: { ...NOTHING_REVIEWED, approved: 1, left: 1 },
    });
  });

  it('has other fields for every request, for Slack keeps what was filled in under the same ones', () => {
    const other = aRequest({ id: 'V2' });
    const ids = inputsOf(reviewModal(step({ request: other }), context)).map(({ block_id }) => block_id);
    expect(ids).not.toContain(fields.decision);
    expect(new Set([...ids, ...Object.values(fields)]).size).toBe(6);
  });

  it.each([
    ['requester', 'You asked for this one, so somebody else has to decide.'],
    ['owner', 'You own this notebook or did before'],
    ['launcher', 'You launched this notebook'],
    ['changed_owner', 'You changed its owner'],
    ['approved_already', 'You approved this already; 1 more person has to.'],
  ] as const)('leaves only Later where four eyes forbid it: %s', (bar, words) => {
    const barred = reviewModal(step({ bar }), context);
    expectSafe(barred);
    expect(textOf(barred)).toContain(`*Not yours to decide:* ${words}`);
    expect(optionsOf({ bar })?.options?.map(({ value }) => value)).toEqual(['later']);
    expect(inputsOf(barred)).toHaveLength(1);
  });

  it('begins with what happened to the one before', () => {
    const [first] = reviewModal(step({ news: '*nlp-lab*: <@U0SEC> denied this.' }), context).blocks;
    expect(textOf(first)).toBe('*nlp-lab*: <@U0SEC> denied this.');
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) => {
    const words = text.slice(0, 1000);
    const question = {
      by: 'U0SEC',
      at: context.now,
      text: words,
      answer: { by: 'U0JO', at: context.now, text: words },
    };
    const approvals = ['U1', 'U2'].map((by) => ({
      by,
      at: context.now,
      until: '2026-12-01T16:00:00.000Z',
      rules: aRequest().rules,
      condition: words,
    }));
    const request = aRequest({ reason: words, control: words, quorum: 3, questions: [question, question], approvals });
    const finding = aFindingWith(text, { status: 'exception_requested', request, migration: null });
    expectSafe(reviewModal(step({ finding, request }), context));
    expectSafe(reviewModal(step({ finding, request, news: decidedMeanwhile(finding, 'V0') }), context));
  });
});

describe('the end of the queue', () => {
  it('counts what was decided', () => {
    const view = reviewDoneModal({ approved: 8, shorter: 2, denied: 1, left: 1, moved: 0 });
    expectSafe(view);
    expect(textOf(view)).toContain('*Done:* 8 approved, 2 shorter, 1 denied, 1 left.');
    expect(view).not.toHaveProperty('submit');
  });

  it('counts what others decided, when they did', () => {
    expect(textOf(reviewDoneModal({ ...NOTHING_REVIEWED, moved: 2 }))).toContain('0 left, 2 decided meanwhile.');
  });

  it('has words for an empty queue', () => {
    expect(textOf(reviewDoneModal(NOTHING_REVIEWED))).toContain('*No request waits.*');
  });
});

describe('what others made of it', () => {
  const ask: Command = {
    type: 'request_exception',
    by: 'U0MARIA',
    requestId: 'V1',
    rules: ['notebook-no-direct-internet-access'],
    until: '2026-12-08T16:00:00.000Z',
    category: 'other',
    reason: 'Prices come from an API that has no mirror.',
  };
  const approve: Command = { type: 'approve', by: 'U0SEC', requestId: 'V1' };

  it.each<[RequestOutcome, Command[], RegExp]>([
    ['granted', [approve], /<@U0SEC> approved this, <!date/],
    ['denied', [{ type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'no' }], /<@U0SEC> denied this, <!date/],
    ['withdrawn', [{ type: 'withdraw', by: 'U0MARIA', requestId: 'V1' }], /<@U0MARIA> withdrew this, <!date/],
    ['timed_out', [{ type: 'time_out', requestId: 'V1' }], /its time ran out, <!date/],
    ['resolved', [{ type: 'resolve', evidence: 'gone', observedAt: '2026-11-24T13:00:00Z' }], /it is resolved since/],
    ['revoked', [approve, { type: 'revoke', by: 'U0SEC', requestId: 'V1', reason: 'no' }], /was decided and has ended/],
  ])('is said: %s', (_outcome, commands, words) => {
    const finding: Finding = changedBy(aFinding(), [ask, ...commands]);
    expect(decidedMeanwhile(finding, 'V1')).toMatch(words);
    expect(decidedMeanwhile(finding, 'V1')).toMatch(/^\*Churn-Model\*: /);
  });

  it('is not known of a request that is no longer kept', () => {
    expect(decidedMeanwhile(aFinding(), 'V1')).toContain('that request is no longer there.');
  });
});
