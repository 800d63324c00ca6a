import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import manifest from '../manifest.json';

type Manifest = typeof manifest;

const PLACEHOLDER = 'https://example.com/slack/events';

/** Slack's own schema, MIT: https://github.com/slackapi/manifest-schema */
const schema = JSON.parse(
  readFileSync(join(__dirname, 'fixtures/slack-manifest-schema/manifest.schema.1.0.0.json'), 'utf8'),
);
const isValid = new Ajv({ strict: false, formats: { uri: true } }).compile(schema);

const changed = (change: (copy: Manifest) => void): Manifest => {
  const copy = structuredClone(manifest);
  change(copy);
  return copy;
};

/** What Slack refuses although its schema accepts it. */
function problemsBeyondTheSchema({ features, display_information: info, settings }: Manifest): string[] {
  const commands = features.slash_commands.map(({ command }) => command);
  return [
    ...commands.filter((name) => !/^\/[a-z0-9_-]{1,31}$/.test(name)).map((name) => `${name} is no command name`),
    ...(/^#[0-9a-f]{6}$/i.test(info.background_color) ? [] : ['the background colour is no colour']),
    ...(features.app_home.messages_tab_enabled ? [] : ['without its messages tab the bot cannot send DMs']),
    ...(settings.socket_mode_enabled ? ['Socket Mode would silence the request URLs'] : []),
  ];
}

describe('the Slack app manifest', () => {
  it('is valid by the schema that Slack publishes', () => {
    isValid(manifest);
    expect(isValid.errors ?? []).toEqual([]);
  });

  it.each<[string, Manifest]>([
    ['a name above 35 characters', changed((m) => Object.assign(m.display_information, { name: 'x'.repeat(36) }))],
    ['a description above 140', changed((m) => Object.assign(m.display_information, { description: 'x'.repeat(141) }))],
    ['a field Slack does not know', changed((m) => Object.assign(m.settings, { surprise: true }))],
  ])('would be refused with %s', (_, broken) => {
    expect(isValid(broken)).toBe(false);
  });

  it('keeps the limits that the schema does not check', () => {
    expect(problemsBeyondTheSchema(manifest)).toEqual([]);
  });

  it('would be refused with a command that Slack does not accept', () => {
    const broken = changed((m) => {
      m.features.slash_commands = m.features.slash_commands.map((command) => ({
        ...command,
        command: '/Notebook Audit',
      }));
    });
    expect(problemsBeyondTheSchema(broken)).toEqual(['/Notebook Audit is no command name']);
  });

  it('sends commands, buttons and events to one replaceable request URL', () => {
    const urls = [
      ...manifest.features.slash_commands.map(({ url }) => url),
      manifest.settings.interactivity.request_url,
      manifest.settings.event_subscriptions.request_url,
    ];
    expect(new Set(urls)).toEqual(new Set([PLACEHOLDER]));
    expect(JSON.stringify(manifest).split(PLACEHOLDER)).toHaveLength(urls.length + 1);
  });

  it('asks for no scope that the install guide does not explain', () => {
    const guide = readFileSync(join(__dirname, '../docs/install.md'), 'utf8');
    const explained = [...guide.matchAll(/^\| `([a-z:.]+)` \|/gm)].map((match) => match[1]);
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(explained.sort());
  });

  it('has commands arrive with user ids instead of names', () => {
    expect(manifest.features.slash_commands.every((command) => command.should_escape)).toBe(true);
  });
});
