import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as v from 'valibot';
import { createEventBus } from '../../src/aws/event-bus';
import { listen, readBody } from '../../src/local/aws/loopback';
import { clientConfig, startTestAws } from '../support/aws';

const opened = (version: number) => ({ detailType: 'FindingOpened', detail: { reference: 'NB-7F3K', version } });

test('events reach the functions that wait for them on our bus, however many', async () => {
  const { aws, config, delivered, close } = await startTestAws({
    ownBuses: ['notebook-audit-prod'],
    rules: [
      {
        functionName: 'worker',
        bus: 'own',
        queued: false,
        pattern: { source: ['notebook-audit'], 'detail-type': ['FindingOpened'] },
      },
    ],
  });
  const client = new EventBridgeClient(config);
  try {
    const events = Array.from({ length: 23 }, (_, index) => opened(index));
    await createEventBus(client, 'notebook-audit-prod').publish(events);
    await aws.bus.idle();
    expect(delivered).toHaveLength(23);
    expect(delivered.map(({ event }) => event)).toEqual(
      events.map(({ detail }) => expect.objectContaining({ source: 'notebook-audit', detail })),
    );
  } finally {
    client.destroy();
    await close();
  }
});

const request = v.object({ Entries: v.array(v.object({ Detail: v.string() })) });

describe('when the service refuses single events', () => {
  let calls: number[][];
  let pauses: number[];
  let refuses: (version: number, call: number) => boolean;
  let server: Awaited<ReturnType<typeof listen>>;
  let client: EventBridgeClient;

  beforeEach(async () => {
    calls = [];
    pauses = [];
    server = await listen(async (message, response) => {
      const { Entries } = v.parse(request, JSON.parse((await readBody(message, 1e6)) ?? ''));
      const versions = Entries.map(({ Detail }) => Number(JSON.parse(Detail).version));
      calls.push(versions);
      const answers = versions.map((version) =>
        refuses(version, calls.length)
          ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }
          : { EventId: 'x' },
      );
      const failed = answers.filter((answer) => 'ErrorCode' in answer).length;
      response
        .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ FailedEntryCount: failed, Entries: answers }));
    });
    client = new EventBridgeClient(clientConfig(server.url));
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  const publish = (versions: number[]) =>
    createEventBus(client, 'bus', async (ms) => {
      pauses.push(ms);
    }).publish(versions.map(opened));

  test('sends those again, and only those', async () => {
    refuses = (version, call) => version % 2 === 1 && call === 1;
    await publish([0, 1, 2, 3]);
    expect(calls).toEqual([
      [0, 1, 2, 3],
      [1, 3],
    ]);
    expect(pauses).toHaveLength(1);
  });

  test('gives up after three more tries and says why', async () => {
    refuses = (version) => version === 1;
    await expect(publish([0, 1])).rejects.toThrow(
      '1 events were not accepted by bus: ThrottlingException Rate exceeded',
    );
    expect(calls).toEqual([[0, 1], [1], [1], [1]]);
  });

  test('nothing to publish is no call', async () => {
    await publish([]);
    expect(calls).toEqual([]);
  });
});
