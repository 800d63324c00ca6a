import { Logger } from '@aws-lambda-powertools/logger';
import { createSlackApp } from '../../src/slack/app';
import { ACTIONS, blockId } from '../../src/slack/ids';
import { signedCommand } from '../support/signed-requests';
import { DANA, LENA, SAMI, startWorld, type World } from '../support/world';

/** Slack or AWS has trouble: nobody is left without an answer, and nobody is told what is not so. */

let world: World;
beforeAll(async () => {
  world = await startWorld();
  for (const name of ['trouble-one', 'trouble-two']) {
    await world.launch(name);
    await world.settleAll();
    await world.deliver();
  }
});
afterAll(() => world.close());

const BUSY = { kind: 'ratelimited', retryAfterSeconds: 5 } as const;
const newest = (as: string) => world.slack.seat(as).ephemeral()?.text ?? '';
const type = (as: string, words: string) => world.slack.seat(as).type(`/notebook-audit ${words}`);

async function openView(as: string, name: string) {
  const [finding] = await world.findings(name);
  expect(await type(as, `show ${finding?.reference}`)).toEqual({ ok: true });
  return world.slack.seat(as);
}

describe('a decision that is saved', () => {
  it('is no failure when the view below its form cannot be brought up to date', async () => {
    const lena = await openView(LENA, 'trouble-one');
    await lena.press('modal', { actionId: ACTIONS.scheduleMigration });
    world.slack.failNext('views.update', { kind: 'error', error: 'internal_error' });
    const files = { files: { value: { type: 'radio_buttons', selected_option: { value: 'safe_elsewhere' } } } };
    expect(await lena.submit(files)).toEqual({ ok: true });
    expect((await world.findings('trouble-one'))[0]?.status).toBe('migration_scheduled');
  });

  it('is no failure when the view it was pressed in cannot be brought up to date', async () => {
    const lena = await openView(LENA, 'trouble-two');
    world.slack.failNext('views.update', { kind: 'error', error: 'internal_error' });
    expect(await lena.press('modal', { actionId: ACTIONS.acknowledge })).toEqual({ ok: true });
    expect((await world.findings('trouble-two'))[0]?.status).toBe('acknowledged');
  });
});

describe('when Slack does not say who belongs to security', () => {
  it('a press that shows something says so, and claims no change', async () => {
    const { channel = '', ts = '' } = await posted();
    for (const actionId of [ACTIONS.showNow, ACTIONS.listLater, ACTIONS.assignOwners]) {
      const [message] = world.messages(SAMI, String(ts));
      if (!message) throw new Error(`nothing was posted in ${channel}`);
      world.slack.failNext('usergroups.users.list', BUSY);
      expect([actionId, await world.slack.seat(SAMI).press(message, { actionId })]).toEqual([actionId, { ok: true }]);
      expect([actionId, newest(SAMI)]).toEqual([
        actionId,
        expect.stringContaining('I could not check what you may see'),
      ]);
    }
  });

  /** A message with the three buttons, as lists and digests have them. */
  async function posted() {
    const [finding] = await world.findings('trouble-one');
    if (!finding) throw new Error('no finding');
    await type(SAMI, 'list');
    const value = JSON.stringify({
      filter: {
        status: null,
        ownerId: null,
        team: null,
        account: null,
        region: null,
        overdue: false,
        exceptions: null,
      },
      at: [null, null, 0],
      trail: [],
      total: null,
    });
    const button = (action_id: string) => ({
      type: 'button' as const,
      action_id,
      value,
      text: { type: 'plain_text' as const, text: 'Press' },
    });
    return world.slackClient.chat.postMessage({
      channel: SAMI,
      text: 'three buttons',
      blocks: [
        {
          type: 'actions',
          block_id: blockId('row', { launch: finding.launch }, 1),
          elements: [ACTIONS.showNow, ACTIONS.listLater, ACTIONS.assignOwners].map(button),
        },
      ],
    });
  }
});

describe('a command', () => {
  it('that fails is answered in words that fit it', async () => {
    world.aws.fail({ operation: 'PutEvents', code: 'InternalFailure', times: 10 });
    expect(await type(LENA, 'export')).toEqual({ ok: true });
    world.aws.reset();
    expect(newest(LENA)).toMatch(
      /no answer, and \*I am not sure whether it went through\*\. Please type it again; ref/,
    );
  });

  it('is answered while Slack waits, however long Slack takes to say who somebody is', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const silent = new Promise<boolean>(() => undefined);
      const services = { ...world.services, directory: { ...world.services.directory, isSecurity: () => silent } };
      const app = createSlackApp(services, new Logger());
      const request = signedCommand(DANA, { text: 'list', channel: 'C1', triggerId: '1.1.t', responseUrl: 'http://x' });
      let answered: { body: string } | undefined;
      const answering = app(request, new Date()).then((answer) => {
        answered = answer;
      });
      for (let waited = 0; waited < 2900 && !answered; waited += 100) await jest.advanceTimersByTimeAsync(100);
      expect(answered?.body).toContain('Slack or AWS is slow to answer');
      await answering;
    } finally {
      jest.useRealTimers();
    }
  });
});
