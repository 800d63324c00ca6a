import type { FindingSummary } from '../../../../src/domain/finding-summary';
import { orphansModal } from '../../../../src/slack/blocks/modals/orphans';
import { FIRST_PAGE, readPage } from '../../../../src/slack/blocks/positions';
import { ACTIONS, stateOfMetadata, subjectOfBlockId, VIEWS } from '../../../../src/slack/ids';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };
const { launch, reference } = aFinding();

function row(over: Partial<FindingSummary> = {}): FindingSummary {
  return {
    launch,
    reference,
    name: 'Churn-Model',
    status: 'open',
    ownerId: null,
    team: null,
    severity: 'high',
    deadline: '2026-12-01T16:00:00Z',
    rules: ['notebook-no-direct-internet-access'],
    firstSeenAt: '2026-11-24T09:13:00Z',
    version: 1,
    grantUntil: null,
    answerDueAt: null,
    disowned: false,
    ...over,
  };
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => row({ launch: { ...launch, name: `nb-${index}` }, name: `nb-${index}` }));
const cursor = { sort: '1#2026-12-01T16:00:00Z', id: '111122223333/eu-west-1/nb-7/2026-11-24T09:12:30Z' };
const actionIds = (view: unknown) =>
  [...JSON.stringify(view).matchAll(/"action_id":"([a-z_]+)"/g)].map(([, actionId]) => actionId);

describe('the list of notebooks without an owner', () => {
  it('shows each with what it is, by when, where, and the button that names somebody', () => {
    const view = orphansModal([row()], FIRST_PAGE, context);
    expectSafe(view);
    expect(view.callback_id).toBe(VIEWS.orphans);
    expect(textOf(view)).toMatch(
      new RegExp(
        `\\*Churn-Model\\* · direct internet access · open, fix by <!date.* · ml-dev, eu-west-1 · ${reference}`,
      ),
    );
    expect(actionIds(view)).toEqual([ACTIONS.assignOwner]);
    const block = view.blocks.find(({ type }) => type === 'section');
    expect(subjectOfBlockId(block?.block_id ?? '')?.launch).toEqual(launch);
  });

  it('turns pages, and remembers where they began', () => {
    const first = orphansModal(many(8), { ...FIRST_PAGE, next: cursor }, context);
    expect(actionIds(first).slice(8)).toEqual([ACTIONS.orphansLater]);
    const second = orphansModal(many(8), { after: cursor, before: [null], next: cursor }, context);
    expect(actionIds(second).slice(8)).toEqual([ACTIONS.orphansEarlier, ACTIONS.orphansLater]);
    expect(readPage(stateOfMetadata(second.private_metadata ?? ''))).toEqual({
      after: cursor,
      before: [null],
      next: cursor,
    });
  });

  it('has words when there is none', () => {
    expect(textOf(orphansModal([], FIRST_PAGE, context))).toContain(
      '*Every notebook has an owner*, as far as you can see.',
    );
    const last = orphansModal([], { after: cursor, before: [null], next: null }, context);
    expect(textOf(last)).toContain('None on this page.');
    expect(actionIds(last)).toEqual([ACTIONS.orphansEarlier]);
  });

  it('stays within what a view remembers, however many pages were turned', () => {
    const long = {
      sort: `1#${'9'.repeat(30)}`,
      id: `111122223333/ap-southeast-7/${'n'.repeat(63)}/2026-11-24T09:12:30Z`,
    };
    const view = orphansModal(
      many(8),
      { after: long, before: Array.from({ length: 50 }, () => long), next: long },
      context,
    );
    expectSafe(view);
    expect(readPage(stateOfMetadata(view.private_metadata ?? '')).before).toHaveLength(10);
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) => {
    expectSafe(orphansModal([row({ name: text.slice(0, 63) })], FIRST_PAGE, context));
  });
});
