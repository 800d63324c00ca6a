import { localWorkspace } from '../../../src/local/workspace';
import { startTestSlack, type TestSlack } from '../../support/slack';
import { approvers, bot, dana, danaDm, helpChannel, lena, refusal, sami, securityChannel } from './people';

let test: TestSlack;
beforeAll(async () => {
  test = await startTestSlack();
});
beforeEach(() => test.slack.reset());
afterAll(() => test.slack.close());

const post = async (text: string, extra: { thread_ts?: string } = {}) => {
  const metadata = { event_type: 'card', event_payload: { launch: text } };
  const { ts = '' } = await test.client.chat.postMessage({ channel: securityChannel, text, metadata, ...extra });
  return ts;
};
const texts = (answer: { messages?: { text?: string }[] }) => answer.messages?.map((message) => message.text);

describe('conversations.history', () => {
  it('answers the newest first, without replies and ephemeral messages', async () => {
    const root = await post('one');
    await post('reply', { thread_ts: root });
    await test.client.chat.postEphemeral({ channel: securityChannel, user: sami, text: 'hidden' });
    await post('two');
    expect(texts(await test.client.conversations.history({ channel: securityChannel }))).toEqual(['two', 'one']);
  });

  it('gives metadata only when it is asked for', async () => {
    await post('one');
    const plainly = await test.client.conversations.history({ channel: securityChannel });
    const withAll = await test.client.conversations.history({ channel: securityChannel, include_all_metadata: true });
    expect(plainly.messages?.[0]).not.toHaveProperty('metadata');
    expect(withAll.messages?.[0]).toHaveProperty('metadata', { event_type: 'card', event_payload: { launch: 'one' } });
  });

  it('leaves the bounds out unless they are inclusive', async () => {
    const [first, , third] = [await post('one'), await post('two'), await post('three')];
    const within = { channel: securityChannel, oldest: first, latest: third };
    expect(texts(await test.client.conversations.history(within))).toEqual(['two']);
    const all = await test.client.conversations.history({ ...within, inclusive: true });
    expect(texts(all)).toEqual(['three', 'two', 'one']);
  });

  it('goes on from page to page', async () => {
    for (const text of ['one', 'two', 'three']) await post(text);
    const first = await test.client.conversations.history({ channel: securityChannel, limit: 2 });
    expect(first).toMatchObject({ has_more: true });
    expect(texts(first)).toEqual(['three', 'two']);
    const cursor = first.response_metadata?.next_cursor;
    const second = await test.client.conversations.history({ channel: securityChannel, limit: 2, cursor });
    expect(second).toMatchObject({ has_more: false });
    expect(texts(second)).toEqual(['one']);
  });

  it('refuses a strange channel, bound, limit or cursor', async () => {
    const history = (extra: object) =>
      refusal(test.client.apiCall('conversations.history', { channel: securityChannel, ...extra }));
    expect(await history({ channel: 'C0NOWHERE' })).toBe('channel_not_found');
    expect(await history({ oldest: 'yesterday' })).toBe('invalid_ts_oldest');
    expect(await history({ limit: 1001 })).toBe('invalid_limit');
    expect(await history({ cursor: 'junk' })).toBe('invalid_cursor');
    test.slack.setMembers(securityChannel, [sami]);
    expect(await history({})).toBe('not_in_channel');
  });
});

describe('conversations', () => {
  it('open a DM with a person, not with a stranger, a bot or somebody who left', async () => {
    expect(await test.client.conversations.open({ users: dana })).toMatchObject({ channel: { id: danaDm } });
    expect(await refusal(test.client.conversations.open({ users: 'U0NOBODY' }))).toBe('user_not_found');
    expect(await refusal(test.client.conversations.open({ users: bot }))).toBe('cannot_dm_bot');
    test.slack.editPerson(dana, { deleted: true });
    expect(await refusal(test.client.conversations.open({ users: dana }))).toBe('user_disabled');
  });

  it('describe a channel and a DM', async () => {
    const channel = await test.client.conversations.info({ channel: securityChannel, include_num_members: true });
    expect(channel.channel).toMatchObject({
      name: 'security-exceptions',
      is_member: true,
      is_im: false,
      num_members: 3,
    });
    const direct = await test.client.conversations.info({ channel: danaDm });
    expect(direct.channel).toMatchObject({ is_im: true, user: dana });
  });

  it('list their members in pages', async () => {
    const all = localWorkspace.channels.find(({ id }) => id === helpChannel)?.members ?? [];
    const limit = all.length - 2;
    const first = await test.client.conversations.members({ channel: helpChannel, limit });
    expect(first.members).toEqual(all.slice(0, limit));
    const cursor = first.response_metadata?.next_cursor;
    const rest = await test.client.conversations.members({ channel: helpChannel, limit, cursor });
    expect(rest.members).toEqual(all.slice(limit));
  });
});

describe('users', () => {
  it('are described with time zone, team and e-mail', async () => {
    const { user } = await test.client.users.info({ user: 'U0RAVI00005' });
    expect(user).toMatchObject({
      real_name: 'Ravi Iyer',
      tz: 'Asia/Kolkata',
      tz_offset: 19_800,
      team_id: 'T0LOCAL0001',
      deleted: false,
      is_bot: false,
      is_restricted: false,
      profile: { email: 'ravi@acme.example' },
    });
    expect(await refusal(test.client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
  });

  it('can be guests, bots, strangers or gone', async () => {
    test.slack.editPerson(dana, { isUltraRestricted: true });
    test.slack.editPerson(lena, { teamId: 'T0OTHER', deleted: true });
    const guest = await test.client.users.info({ user: dana });
    expect(guest.user).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
    const stranger = await test.client.users.info({ user: lena });
    expect(stranger.user).toMatchObject({ team_id: 'T0OTHER', is_stranger: true, deleted: true });
    expect((await test.client.users.info({ user: bot })).user).toMatchObject({ is_bot: true });
  });

  it('are found by e-mail while they are active', async () => {
    expect((await test.client.users.lookupByEmail({ email: 'DANA@acme.example' })).user?.id).toBe(dana);
    expect(await refusal(test.client.users.lookupByEmail({ email: 'x@acme.example' }))).toBe('users_not_found');
    test.slack.editPerson(dana, { deleted: true });
    expect(await refusal(test.client.users.lookupByEmail({ email: 'dana@acme.example' }))).toBe('users_not_found');
  });

  it('are listed', async () => {
    const { members } = await test.client.users.list({});
    expect(members?.map((member) => member.name)).toEqual([
      ...localWorkspace.people.map(({ name }) => name),
      'notebook_audit',
    ]);
  });
});

describe('user groups', () => {
  it('are listed, with their active members', async () => {
    expect((await test.client.usergroups.list()).usergroups).toMatchObject([
      { id: approvers, handle: 'notebook-approvers' },
    ]);
    expect((await test.client.usergroups.users.list({ usergroup: approvers })).users).toEqual([sami, 'U0MINA00004']);
    test.slack.editPerson('U0MINA00004', { deleted: true });
    expect((await test.client.usergroups.users.list({ usergroup: approvers })).users).toEqual([sami]);
    test.slack.setGroup(approvers, [lena]);
    expect((await test.client.usergroups.users.list({ usergroup: approvers })).users).toEqual([lena]);
    expect(await refusal(test.client.usergroups.users.list({ usergroup: 'S0NONE' }))).toBe('no_such_subteam');
  });
});

describe('scopes', () => {
  const scopes = ['chat:write', 'users:read', 'channels:history', 'channels:read'];
  let limited: TestSlack;
  beforeAll(async () => {
    limited = await startTestSlack({ scopes });
  });
  afterAll(() => limited.slack.close());

  it('refuse what the app was not installed for, and say which scope is missing', async () => {
    const error: unknown = await limited.client.usergroups.list().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      data: { error: 'missing_scope', needed: 'usergroups:read', provided: scopes.join(',') },
    });
    expect(await refusal(limited.client.users.lookupByEmail({ email: 'dana@acme.example' }))).toBe('missing_scope');
    expect(await refusal(limited.client.conversations.open({ users: dana }))).toBe('missing_scope');
  });

  it('are told with every answer', async () => {
    const answer = await limited.client.auth.test();
    expect(answer.response_metadata?.scopes).toEqual(scopes);
  });

  it('of history and info depend on the kind of conversation', async () => {
    await expect(limited.client.conversations.history({ channel: securityChannel })).resolves.toMatchObject({
      ok: true,
    });
    expect(await refusal(limited.client.conversations.history({ channel: danaDm }))).toBe('missing_scope');
    expect(await refusal(limited.client.conversations.info({ channel: danaDm }))).toBe('missing_scope');
  });

  it('hide the e-mail without users:read.email', async () => {
    const { user } = await limited.client.users.info({ user: dana });
    expect(user?.profile?.email).toBeUndefined();
  });
});
