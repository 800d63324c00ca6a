import { handlerEnvironment } from '../../src/local/environment';
import { parseSettings, type Settings } from '../../src/local/settings';

const settingsOf = (args: string[], env: NodeJS.ProcessEnv = {}): Settings => {
  const parsed = parseSettings(args, env);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.settings;
};
const environment = (settings: Settings) =>
  handlerEnvironment({
    settings,
    region: 'eu-west-1',
    urls: { aws: 'http://aws', dynamodb: 'http://dynamodb', slack: 'http://slack/api/' },
    signingSecret: 'secret',
    policyFile: '/policy.yml',
    env: {},
  });
const realSlack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SECURITY_CHANNEL: 'C1' };

test('without anything, all is a stand-in in memory on port 4600', () => {
  expect(settingsOf([])).toEqual({ port: 4600, aws: { kind: 'stand-in' }, slack: { kind: 'stand-in' } });
});

test('a directory, a port, an endpoint and a policy file are taken over', () => {
  expect(
    settingsOf(['--data', 'kept'], { PORT: '0', AWS_ENDPOINT_URL: 'http://moto', POLICY_FILE: 'mine.yml' }),
  ).toEqual({
    port: 0,
    dataDirectory: 'kept',
    aws: { kind: 'endpoint', url: 'http://moto' },
    slack: { kind: 'stand-in' },
    policyFile: 'mine.yml',
  });
});

test('both Slack tokens join a real workspace, which needs a security channel; one alone does not', () => {
  expect(settingsOf([], realSlack).slack).toEqual({
    kind: 'real',
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
    securityChannel: 'C1',
  });
  expect(settingsOf([], { SLACK_BOT_TOKEN: 'xoxb-1' }).slack).toEqual({ kind: 'stand-in' });
  expect(parseSettings([], { ...realSlack, SECURITY_CHANNEL: '' })).toEqual({
    ok: false,
    error: expect.stringContaining('SECURITY_CHANNEL'),
  });
});

test.each<[string, string[], NodeJS.ProcessEnv]>([
  ['an unknown option', ['--colour'], {}],
  ['a port that is none', [], { PORT: 'http' }],
])('%s is refused', (_, args, env) => {
  expect(parseSettings(args, env)).toEqual({ ok: false, error: expect.any(String) });
});

describe('the handlers’ environment', () => {
  test('points everywhere to this computer and replaces real credentials', () => {
    expect(environment(settingsOf([]))).toMatchObject({
      AWS_ENDPOINT_URL: 'http://aws',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb',
      AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://aws',
      AWS_ACCESS_KEY_ID: 'AKIALOCALLOCALLOCAL0',
      AWS_SESSION_TOKEN: undefined,
      AWS_PROFILE: undefined,
      SLACK_API_URL: 'http://slack/api/',
      SLACK_BOT_TOKEN: 'xoxb-local',
      SECURITY_CHANNEL: 'C0SECURITY1',
      POLICY_FILE: '/policy.yml',
    });
  });

  test('uses an emulator for SageMaker and STS only', () => {
    expect(environment(settingsOf([], { AWS_ENDPOINT_URL: 'http://moto' }))).toMatchObject({
      AWS_ENDPOINT_URL: 'http://moto',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb',
      AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://aws',
      AWS_ACCESS_KEY_ID: 'AKIALOCALLOCALLOCAL0',
    });
  });

  test('leaves credentials alone only when a real account was asked for', () => {
    const real = environment(settingsOf(['--real-aws'], { AWS_ENDPOINT_URL: 'http://moto' }));
    expect(real).toMatchObject({ AWS_ENDPOINT_URL: undefined, AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb' });
    expect(Object.keys(real)).not.toContain('AWS_ACCESS_KEY_ID');
  });

  test('talks to Slack itself when a real workspace is joined', () => {
    expect(environment(settingsOf([], realSlack))).toMatchObject({
      SLACK_API_URL: undefined,
      SLACK_BOT_TOKEN: 'xoxb-1',
      SECURITY_CHANNEL: 'C1',
    });
  });
});
