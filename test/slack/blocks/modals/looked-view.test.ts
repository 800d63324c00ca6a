import { lookedView, lookingView, type Verdict } from '../../../../src/slack/blocks/modals/looked-view';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { aFindingWith, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-24T10:00:00.000Z', policy: aPolicy() };
const lookedAt = '2026-11-24T10:00:00.000Z';
const VERDICTS: [verdict: Verdict, words: RegExp][] = [
  [{ kind: 'finding', lookedAt }, /\*Looked just now\* .*: direct internet access is still \*Enabled\*\./],
  [{ kind: 'compliant', lookedAt }, /\*All settings are good\*/],
  [{ kind: 'gone', lookedAt }, /\*AWS no longer lists Churn-Model\*/],
  [{ kind: 'deleting', lookedAt }, /\*AWS is deleting Churn-Model\*/],
  [
    { kind: 'unknown', reason: 'AccessDenied' },
    /\*I could not look\* into ml-dev \(AccessDenied\), so I don't know\. What follows is what I saw/,
  ],
  [{ kind: 'slow' }, /\*AWS is slow to answer\*, so I don't know yet\. What follows is what I saw/],
];

describe('a notebook that is looked at', () => {
  it('is named while AWS is being asked', () => {
    expect(textOf(lookingView(aFinding()))).toContain('Looking at Churn-Model …');
  });

  it.each(VERDICTS)('says first what was seen: %j', (verdict, words) => {
    const [first] = textOf(lookedView(aFinding(), verdict, context, 'U0MARIA').blocks).split('\n');
    expect(first).toMatch(words);
  });

  it('says last what happened last', () => {
    const view = lookedView(aFinding(), { kind: 'slow' }, context, 'U0MARIA');
    expect(textOf(view.blocks.at(-1))).toMatch(/^Last: Notebook Audit saw it first, /);
  });

  it.each(HOSTILE_TEXTS)('is a view that Slack takes, with %s', (_, text) => {
    expectSafe(lookingView(aFindingWith(text)));
    for (const [verdict] of VERDICTS) {
      const said = verdict.kind === 'unknown' ? { ...verdict, reason: text } : verdict;
      expectSafe(lookedView(aFindingWith(text), said, context, 'U0MARIA'));
    }
  });
});
