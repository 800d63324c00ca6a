import type { FindingSummary } from '../../src/domain/finding-summary';
import { type Launch, referenceOf } from '../../src/domain/notebook';

/** What lists show of an open finding; `over` replaces whole fields. The reference follows the launch. */
export function aSummary({
  launch: place,
  ...over
}: Partial<Omit<FindingSummary, 'launch'>> & { launch?: Partial<Launch> } = {}): FindingSummary {
  const name = over.name ?? 'churn-eda';
  const launch = {
    account: '111122223333',
    region: 'eu-west-1',
    name: 'churn-eda',
    createdAt: '2026-11-24T09:12:30Z',
    ...place,
  };
  return {
    launch,
    reference: referenceOf(launch),
    name,
    status: 'open',
    ownerId: 'U0MARIA',
    team: 'growth',
    severity: 'high',
    deadline: '2026-12-01T16:00:00.000Z',
    rules: ['notebook-no-direct-internet-access'],
    firstSeenAt: '2026-11-24T09:13:00Z',
    version: 1,
    grantUntil: null,
    answerDueAt: null,
    disowned: false,
    ...over,
  };
}
