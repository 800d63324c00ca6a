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

  it('that nobody saw when it was made gets the time of an existing notebook, and no message at night', async () => {
    const createdAt = new Date(Date.now() - 400 * 86_400_000);
    world.aws.sagemaker.seed(
      { account: '111122223333', region: 'eu-west-1' },
      {
        name: 'old-timer',
        createdAt,
        directInternetAccess: 'Enabled',
        tags: { Owner: 'dana', DataSensitivity: 'internal' },
      },
    );
    await world.call('AddTags', {
      ResourceArn: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/old-timer',
      Tags: [{ Key: 'Project', Value: 'churn' }],
    });
    await world.deliver();

    const [finding] = await world.findings('old-timer');
    expect(finding).toMatchObject({ status: 'open', seenByEvent: false });
    const days = (Date.parse(finding?.deadline ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29);
    const [message] = Object.values(finding?.messages ?? {});
    expect(Boolean(message?.ts)).toBe(message?.notBefore === undefined);
  });
});
