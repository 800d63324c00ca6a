import type { ClosedRequest, Finding, Grant } from '../../src/domain/finding';
import type { NotebookView } from '../../src/local/page-state';
import { createTour, type TourFacts } from '../../src/local/tour';
import { aFinding } from '../support/a-finding';

const finding = (over: Partial<Finding> = {}) => aFinding({ closedRequests: [], ...over });
const { launch } = finding();

const notebook = (over: Partial<NotebookView> = {}): NotebookView => ({
  name: 'Churn-Model',
  status: 'InService',
  createdAt: launch.createdAt.replace('Z', '.250Z'),
  directInternetAccess: 'Enabled',
  rootAccess: 'Disabled',
  instanceType: 'ml.t3.medium',
  platform: 'notebook-al2023-v1',
  imds: '2',
  tags: {},
  ...over,
});
const seeded = notebook({ name: 'forecasting', directInternetAccess: 'Disabled' });
const replacement = notebook({
  name: 'churn-model-2',
  directInternetAccess: 'Disabled',
  createdAt: '2026-12-01T00:00:00Z',
});

const asked: ClosedRequest = {
  id: 'V1',
  by: 'U1',
  at: '2026-11-24T10:00:00Z',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-24T16:00:00Z',
  category: 'packages',
  reason: 'a package that the mirror lacks',
  timeoutAt: '2026-11-26T16:00:00Z',
  quorum: 1,
  approvals: [],
  questions: [],
  ownerChangedBy: [],
  outcome: 'granted',
  closedAt: '2026-11-24T11:00:00Z',
};
const { outcome: _outcome, closedAt: _closedAt, ...request } = asked;
const grant: Grant = {
  requestId: 'V1',
  rules: asked.rules,
  until: '2026-12-01T16:00:00Z',
  at: asked.closedAt,
  approvers: ['U2'],
  conditions: [],
};

const facts = (over: Partial<TourFacts> = {}): TourFacts => ({
  findings: [],
  notebooks: [seeded],
  seeded: ['forecasting'],
  now: new Date('2026-11-24T12:00:00Z'),
  timeZone: 'Europe/Berlin',
  clockMoved: false,
  ...over,
});
const ticked = (over: Partial<TourFacts> = {}) =>
  createTour()
    .update(facts(over))
    .flatMap(({ id, done }) => (done ? [id] : []));

const granted = finding({ closedRequests: [asked], grant });
// Midnight in Berlin, which is one hour ahead of UTC then.
const dayBefore = new Date('2026-11-29T23:00:00Z');

test('nothing is ticked at the start, the notebooks that were there do not count', () => {
  expect(ticked()).toEqual([]);
});

test.each<[string, Partial<TourFacts>, string[]]>([
  ['a launch ticks the first step', { notebooks: [seeded, notebook()] }, ['launch']],
  ['a request ticks the second', { findings: [finding({ request })] }, ['launch', 'request']],
  [
    'an approval for the whole time does not tick the third',
    {
      findings: [finding({ closedRequests: [asked], grant: { ...grant, until: asked.until } })],
      notebooks: [notebook()],
    },
    ['launch', 'request'],
  ],
  ['a shorter approval does', { findings: [granted], notebooks: [notebook()] }, ['launch', 'request', 'approve']],
  [
    'the clock must reach the day before the end',
    { findings: [granted], notebooks: [notebook()], clockMoved: true, now: new Date('2026-11-29T22:59:59Z') },
    ['launch', 'request', 'approve'],
  ],
  [
    'and must have been moved',
    { findings: [granted], notebooks: [notebook()], clockMoved: false, now: dayBefore },
    ['launch', 'request', 'approve'],
  ],
  [
    'a clock that was moved there ticks the fourth',
    { findings: [granted], notebooks: [notebook()], clockMoved: true, now: dayBefore },
    ['launch', 'request', 'approve', 'clock'],
  ],
  [
    'a replacement beside the old notebook does not tick the fifth',
    { findings: [granted], notebooks: [notebook(), replacement] },
    ['launch', 'request', 'approve'],
  ],
  [
    'nor does an old one that is gone without a replacement',
    { findings: [granted], notebooks: [seeded] },
    ['launch', 'request', 'approve'],
  ],
  [
    'a replacement and an old one that is being deleted tick the fifth',
    { findings: [granted], notebooks: [notebook({ status: 'Deleting' }), replacement] },
    ['launch', 'request', 'approve', 'replace'],
  ],
  [
    'a new launch of the same name is a replacement',
    {
      findings: [granted],
      notebooks: [notebook({ directInternetAccess: 'Disabled', createdAt: '2026-12-01T00:00:00Z' })],
    },
    ['launch', 'request', 'approve', 'replace'],
  ],
  [
    'a resolved finding ticks the last',
    { findings: [finding({ closedRequests: [asked], status: 'resolved' })], notebooks: [notebook()] },
    ['launch', 'request', 'resolve'],
  ],
])('%s', (_, over, steps) => {
  expect(ticked(over)).toEqual(steps);
});

test('a clock that was moved past the end ticks the fourth step, although the grant has ended by then', () => {
  const tour = createTour();
  tour.update(facts({ findings: [granted], notebooks: [notebook()] }));
  const steps = tour.update(
    facts({
      findings: [finding({ closedRequests: [asked] })],
      notebooks: [notebook()],
      clockMoved: true,
      now: new Date(grant.until),
    }),
  );
  expect(steps.find(({ id }) => id === 'clock')?.done).toBe(true);
});

test('a tick stays when the fact is gone, until the start is made over', () => {
  const tour = createTour();
  const done = (over: Partial<TourFacts>) => tour.update(facts(over)).filter((step) => step.done).length;
  expect(done({ findings: [granted], notebooks: [notebook()] })).toBe(3);
  expect(done({})).toBe(3);
  tour.reset();
  expect(done({})).toBe(0);
});
