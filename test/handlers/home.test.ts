import { ACTIONS } from '../../src/slack/ids';
import { DANA, MINA, RAVI, SAMI, startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.launch('home-alpha');
  await world.settleAll();
  await world.deliver();
});
afterAll(() => world.close());

const homeOf = (as: string) => JSON.stringify(world.slack.snapshot(as).home?.blocks ?? null);
const dmOf = (as: string) => world.slack.snapshot(as).conversations.find(({ kind }) => kind === 'dm')?.id ?? '';
const send = (as: string, text: string) => world.slack.send({ as, conversation: dmOf(as), text });
const lastSeen = (as: string) =>
  world
    .messages(as, '')
    .filter(({ ephemeral }) => ephemeral)
    .at(-1);

describe('App Home', () => {
  it('lists what needs its reader, and opens each', async () => {
    expect(await world.slack.openHome({ as: DANA })).toEqual({ ok: true });
    expect(homeOf(DANA)).toContain('1 of your notebooks needs something');
    const blockId = homeOf(DANA).match(/"block_id":"(row\|[^"]+)"/)?.[1] ?? '';
    const action = { type: 'button', action_id: ACTIONS.open, block_id: blockId };
    expect(await world.slack.action({ as: DANA, container: { kind: 'home' }, action, values: {} })).toEqual({
      ok: true,
    });
    expect(world.modal(DANA)?.title).toMatch(/^NB-/);
  });

  it('says so when nothing needs its reader', async () => {
    await world.slack.openHome({ as: RAVI });
    expect(homeOf(RAVI)).toContain('Nothing needs you');
    expect(homeOf(RAVI)).not.toContain('home-alpha');
  });
});

describe('/notebook-audit', () => {
  it('without words says where one’s own notebooks stand', async () => {
    expect(await send(DANA, '/notebook-audit')).toEqual({ ok: true });
    expect(JSON.stringify(lastSeen(DANA))).toContain('choose for home-alpha');
  });

  it('show opens the finding by reference for who may decide, and tells others nothing', async () => {
    const [finding] = await world.findings('home-alpha');
    await send(SAMI, `/notebook-audit show ${finding?.reference.toLowerCase()}`);
    expect(world.modal(SAMI)?.title).toBe(finding?.reference);
    await send(RAVI, `/notebook-audit show ${finding?.reference}`);
    expect(world.modal(RAVI)).toBeUndefined();
    const refused = lastSeen(RAVI)?.text;
    await send(RAVI, '/notebook-audit show NB-0000');
    expect(lastSeen(RAVI)?.text).toBe(refused?.replace(finding?.reference ?? '', 'NB-0000'));
  });

  it('show finds one’s own notebook by name', async () => {
    world.slack.reset();
    await send(DANA, '/notebook-audit show HOME-alpha');
    expect(world.modal(DANA)?.title).toMatch(/^NB-/);
  });

  it('helps, and answers unknown words without echoing what they could do', async () => {
    await send(MINA, '/notebook-audit help');
    expect(lastSeen(MINA)?.text).toContain('show NB-7F3K');
    await send(MINA, '/notebook-audit shwo');
    expect(lastSeen(MINA)?.text).toBe('No command `shwo`. Did you mean `show`? All commands: `/notebook-audit help`');
    await send(MINA, '/notebook-audit <!channel>`x`');
    expect(lastSeen(MINA)?.text).toContain('No command');
    expect(lastSeen(MINA)?.text).not.toContain('<!channel>');
  });
});
