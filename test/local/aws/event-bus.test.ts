import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Rule } from '../../../src/local/aws/rules';
import { startTestAws, type TestAws } from '../../support/aws';

const rules: Rule[] = [
  { functionName: 'worker', bus: 'own', pattern: { 'detail-type': ['SweepRequested'] }, queued: false },
  { functionName: 'worker', bus: 'own', pattern: { 'detail-type': ['SweepTargetRequested'] }, queued: true },
  { functionName: 'watcher', bus: 'default', pattern: { source: [{ prefix: 'custom.' }] }, queued: false },
];

const entry = (change: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  Source: 'notebook-audit',
  DetailType: 'SweepRequested',
  Detail: '{"by":"U1"}',
  EventBusName: 'notebook-audit-local',
  ...change,
});

let started: TestAws;
let failures: number;
let calls: { functionName: string; event: unknown }[];
let events: EventBridgeClient;

beforeEach(async () => {
  failures = 0;
  calls = [];
  started = await startTestAws({
    rules,
    ownBuses: ['notebook-audit-local'],
    deliver: async (functionName, event) => {
      calls.push({ functionName, event });
      failures -= 1;
      if (failures >= 0) throw new Error('the function failed');
    },
  });
  events = new EventBridgeClient(started.config);
});

afterEach(async () => {
  events.destroy();
  await started.close();
});

const put = async (...entries: PutEventsRequestEntry[]) => {
  const answer = await events.send(new PutEventsCommand({ Entries: entries }));
  await started.aws.bus.idle();
  return answer;
};

describe('PutEvents', () => {
  test('delivers an event to the function whose rule matches, in the envelope of EventBridge', async () => {
    const answer = await put(entry({ Resources: ['arn:x'], Time: new Date('2026-01-02T03:04:05.678Z') }));
    expect(answer.FailedEntryCount).toBe(0);
    expect(calls).toEqual([
      {
        functionName: 'worker',
        event: {
          version: '0',
          id: answer.Entries?.[0]?.EventId,
          'detail-type': 'SweepRequested',
          source: 'notebook-audit',
          account: '111122223333',
          time: '2026-01-02T03:04:05Z',
          region: 'eu-west-1',
          resources: ['arn:x'],
          detail: { by: 'U1' },
        },
      },
    ]);
  });

  test('gives a rule that feeds a queue to the function as one record', async () => {
    await put(entry({ DetailType: 'SweepTargetRequested' }));
    const [{ Records } = { Records: [] }] = calls.map(
      (call) => call.event as { Records: { eventSource: string; body: string }[] },
    );
    expect(Records.map((record) => record.eventSource)).toEqual(['aws:sqs']);
    expect(JSON.parse(Records[0]?.body ?? '')).toMatchObject({ 'detail-type': 'SweepTargetRequested' });
  });

  test('keeps the buses apart and takes a bus by its ARN', async () => {
    await put(
      entry({ EventBusName: undefined }),
      entry({ EventBusName: 'arn:aws:events:eu-west-1:111122223333:event-bus/notebook-audit-local' }),
      entry({ Source: 'custom.x', EventBusName: 'default' }),
    );
    expect(calls.map((call) => call.functionName)).toEqual(['worker', 'watcher']);
  });

  test('accepts and drops an event for a bus that does not exist', async () => {
    const answer = await put(entry({ EventBusName: 'nowhere' }));
    expect(answer.FailedEntryCount).toBe(0);
    expect(answer.Entries?.[0]?.EventId).toBeDefined();
    expect(calls).toEqual([]);
  });

  test('refuses single entries and takes the others', async () => {
    const answer = await put(
      entry({ Source: 'aws.sagemaker' }),
      entry(),
      entry({ Detail: 'not json' }),
      entry({ Detail: '[1]' }),
      entry({ DetailType: undefined }),
      entry({ Source: undefined }),
    );
    expect(answer.FailedEntryCount).toBe(5);
    expect(answer.Entries?.map((e) => e.ErrorCode)).toEqual([
      'NotAuthorizedForSourceException',
      undefined,
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'InvalidArgument',
    ]);
    expect(calls).toHaveLength(1);
  });

  test('refuses more than ten entries, none at all, and more than one megabyte', async () => {
    await expect(put(...Array.from({ length: 11 }, () => entry()))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('less than or equal to 10'),
    });
    await expect(put()).rejects.toMatchObject({ name: 'ValidationException' });
    const half = JSON.stringify({ text: 'x'.repeat(550_000) });
    await expect(put(entry({ Detail: half }), entry({ Detail: half }))).rejects.toMatchObject({
      message: expect.stringContaining('over the limit'),
    });
    expect((await put(entry({ Detail: half }))).FailedEntryCount).toBe(0);
  });
});

describe('a failed invocation', () => {
  test('is tried again twice', async () => {
    failures = 2;
    await put(entry());
    expect(calls).toHaveLength(3);
    expect(started.aws.bus.deadLetters()).toEqual([]);
  });

  test('becomes a dead letter after the last retry, and the trace shows it', async () => {
    failures = 3;
    await put(entry());
    expect(calls).toHaveLength(3);
    expect(started.aws.bus.deadLetters()).toEqual([
      {
        functionName: 'worker',
        reason: 'the function failed',
        event: expect.objectContaining({ detail: { by: 'U1' } }),
      },
    ]);
    expect(started.trace.recent()).toContainEqual(
      expect.objectContaining({ lane: 'events', title: 'dead letter', ok: false }),
    );
  });

  test('is not waited for when the stand-in closes', async () => {
    const slow = await startTestAws({
      rules,
      ownBuses: ['own'],
      retryDelaysMs: [3_600_000],
      deliver: async () => {
        throw new Error('no');
      },
    });
    const client = new EventBridgeClient(slow.config);
    await client.send(new PutEventsCommand({ Entries: [entry({ EventBusName: 'own' })] }));
    client.destroy();
    await expect(slow.close()).resolves.toBeUndefined();
  });
});

test('a failure that is ordered answers the next call only', async () => {
  started.aws.fail({ operation: 'PutEvents', code: 'ThrottlingException' });
  await expect(put(entry())).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
  expect((await put(entry())).FailedEntryCount).toBe(0);
});
