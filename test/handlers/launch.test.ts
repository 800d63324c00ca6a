import { ACTIONS } from '../../src/slack/ids';
import { DANA, offered, SECURITY, startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe('a launch with direct internet access', () => {
  it('becomes one finding and one card in its owner’s DM, and closes by evidence', async () => {
    await world.launch('churn-eda');
    await world.settleAll();
    await world.deliver();

    const [finding, ...others] = await world.findings('churn-eda');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      status: 'open',
      owner: { userId: DANA, source: { kind: 'tag', seen: 'dana' } },
      team: 'growth',
      violations: [{ rule: 'notebook-no-direct-internet-access', observed: 'Enabled', fix: 'recreate' }],
    });
    const [card, ...more] = world.messages(DANA, 'churn-eda has direct internet access');
    expect(more).toEqual([]);
    expect(offered(card)).toEqual(
      expect.arrayContaining([ACTIONS.acknowledge, ACTIONS.scheduleMigration, ACTIONS.requestException]),
    );

    await world.call('StopNotebookInstance', { NotebookInstanceName: 'churn-eda' });
    await world.settleAll();
    await world.call('DeleteNotebookInstance', { NotebookInstanceName: 'churn-eda' });
    await world.settleAll();
    await world.deliver();

    expect((await world.findings('churn-eda'))[0]).toMatchObject({
      status: 'resolved',
      resolution: { evidence: 'gone' },
    });
    const [resolved] = world.messages(DANA, 'churn-eda');
    expect(JSON.stringify(resolved)).toContain('*Resolved');
    expect(offered(resolved)).toEqual([]);
    expect(world.messages('U0SAMI00003', 'churn-eda', SECURITY)).toEqual([]);
  });
});
