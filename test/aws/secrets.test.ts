import { SSMClient } from '@aws-sdk/client-ssm';
import { createSecrets } from '../../src/aws/secrets';
import { listen, readBody } from '../../src/local/aws/loopback';
import { clientConfig } from '../support/aws';

const MINUTE = 60_000;

test('secrets in the environment are used as they are, and SSM is not asked', async () => {
  const secrets = createSecrets(
    { botToken: 'xoxb-1', signingSecret: 's1', secretsParameter: '/notebook-audit/slack' },
    {
      ssm: () => {
        throw new Error('asked');
      },
    },
  );
  expect(await secrets.read()).toEqual({ botToken: 'xoxb-1', signingSecret: 's1' });
  expect(await secrets.refresh()).toEqual({ botToken: 'xoxb-1', signingSecret: 's1' });
});

test('without any it says so', async () => {
  await expect(createSecrets({ botToken: 'xoxb-1' }).read()).rejects.toThrow('Slack secrets are not configured');
});

describe('secrets in SSM', () => {
  let value: string;
  let asked: unknown[];
  let now: number;
  let server: Awaited<ReturnType<typeof listen>>;
  let client: SSMClient;

  const inSsm = (signingSecret: string) => JSON.stringify({ botToken: 'xoxb-1', signingSecret, extra: true });
  const secrets = () =>
    createSecrets({ secretsParameter: '/notebook-audit/slack' }, { ssm: () => client, now: () => now });

  beforeEach(async () => {
    value = inSsm('s1');
    asked = [];
    now = 0;
    server = await listen(async (message, response) => {
      asked.push(JSON.parse((await readBody(message, 1e6)) ?? ''));
      response
        .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ Parameter: { Name: '/notebook-audit/slack', Type: 'SecureString', Value: value } }));
    });
    client = new SSMClient(clientConfig(server.url));
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  test('are read decrypted, once for many who ask at the same time, and kept for five minutes', async () => {
    const { read } = secrets();
    const answers = await Promise.all([read(), read(), read()]);
    expect(answers).toEqual(Array(3).fill({ botToken: 'xoxb-1', signingSecret: 's1' }));
    expect(asked).toEqual([{ Name: '/notebook-audit/slack', WithDecryption: true }]);
    value = inSsm('s2');
    now = 5 * MINUTE - 1;
    expect((await read()).signingSecret).toBe('s1');
    now = 5 * MINUTE;
    expect((await read()).signingSecret).toBe('s2');
    expect(asked).toHaveLength(2);
  });

  test('are read again at once after a rotation, at most once a minute', async () => {
    const { read, refresh } = secrets();
    await read();
    value = inSsm('s2');
    expect((await refresh()).signingSecret).toBe('s2');
    expect((await read()).signingSecret).toBe('s2');
    value = inSsm('s3');
    now = MINUTE - 1;
    expect((await refresh()).signingSecret).toBe('s2');
    now = MINUTE;
    expect((await refresh()).signingSecret).toBe('s3');
    expect(asked).toHaveLength(3);
  });

  test('that are something else are refused without being told', async () => {
    const { read } = secrets();
    value = '{"botToken":"xoxb-very-secret"}';
    const refusal = await read().catch((error: Error) => error.message);
    expect(refusal).toBe(
      'The SSM parameter /notebook-audit/slack must hold JSON with the texts "botToken" and "signingSecret"',
    );
    value = inSsm('s1');
    expect((await read()).signingSecret).toBe('s1');
  });
});
