import type { Finding, Message } from '../../src/domain/finding';
import { launchOf, type Notebook, referenceOf } from '../../src/domain/notebook';

/** A notebook launched with direct internet access and otherwise in order; `over` replaces whole fields. */
export function aNotebook(over: Partial<Notebook> = {}): Notebook {
  return {
    account: '111122223333',
    region: 'eu-west-1',
    name: 'Churn-Model',
    createdAt: '2026-11-24T09:12:30Z',
    status: 'InService',
    instanceType: 'ml.t3.medium',
    roleArn: 'arn:aws:iam::111122223333:role/SageMakerNotebooks',
    directInternetAccess: 'Enabled',
    rootAccess: 'Disabled',
    subnetId: 'subnet-0a1b2c3d',
    securityGroups: ['sg-0a1b2c3d'],
    kmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/0f0e0d0c-1111-2222-3333-444455556666',
    volumeSizeGb: 20,
    platform: 'notebook-al2023-v1',
    imdsVersion: '2',
    lifecycleConfig: 'stop-when-idle',
    additionalCodeRepositories: [],
    tags: { Owner: 'maria', Project: 'churn', Team: 'growth', DataSensitivity: 'internal' },
    ...over,
  };
}

/** The owner's card, queued and not yet sent. */
export function aMessage(over: Partial<Message> = {}): Message {
  return {
    kind: 'card',
    to: 'U0MARIA',
    round: 1,
    queuedAt: '2026-11-24T09:13:02Z',
    atOnce: true,
    attempt: 0,
    shownVersion: 0,
    final: false,
    ...over,
  };
}

/**
 * The finding as it is right after it was opened: one violation, an owner found by tag, nothing sent. `launch` and
 * `reference` follow the notebook unless they are given.
 */
export function aFinding(over: Partial<Finding> = {}): Finding {
  const notebook = over.notebook ?? aNotebook();
  const launch = over.launch ?? launchOf(notebook);
  return {
    launch,
    reference: referenceOf(launch),
    notebook,
    violations: [
      {
        rule: 'notebook-no-direct-internet-access',
        observed: 'Enabled',
        severity: 'high',
        fix: 'recreate',
        firstSeenAt: '2026-11-24T09:13:00Z',
        deadline: '2026-12-01T16:00:00Z',
      },
    ],
    fixed: [],
    severity: 'high',
    status: 'open',
    owner: { userId: 'U0MARIA', source: { kind: 'tag', seen: 'maria' } },
    team: 'growth',
    teamTag: 'growth',
    ownerSearch: [{ source: 'tag Owner', found: 'maria' }],
    ownerSettled: false,
    ownerSince: '2026-11-24T09:13:00Z',
    owners: ['U0MARIA'],
    lostOwners: [],
    assignments: 0,
    handover: null,
    handovers: 0,
    launchedBy: { name: 'maria@example.com', userId: 'U0MARIA' },
    sensitivity: 'internal',
    firstSeenAt: '2026-11-24T09:13:00Z',
    openedAt: '2026-11-24T09:13:00Z',
    seenByEvent: true,
    deadline: '2026-12-01T16:00:00Z',
    acknowledged: null,
    migration: null,
    request: null,
    grant: null,
    closedRequests: [],
    resolution: null,
    reminded: { told: {}, snoozes: 0, leadAnnouncedAt: null, snoozedUntil: null },
    timeline: [{ at: '2026-11-24T09:13:00Z', status: 'open', team: 'growth' }],
    reopened: null,
    round: 1,
    observedAt: '2026-11-24T09:13:00Z',
    version: 1,
    publishedVersion: 0,
    history: [{ version: 1, at: '2026-11-24T09:13:02Z', actor: 'bot', command: 'open', from: null, to: 'open' }],
    messages: {},
    ...over,
  };
}
