import { type Clock, installClock } from '../../../src/local/clock';
import { appAnswer, startTestSlack, type TestSlack } from '../../support/slack';
import { actions, button, dana, danaDm, lena, plain, refusal, section } from './people';
import { freshTrigger, home, modal } from './view-fixtures';

let clock: Clock;
let test: TestSlack;
beforeAll(async () => {
  clock = installClock();
  test = await startTestSlack();
});
beforeEach(() => {
  test.slack.reset();
  test.answerWith(async () => appAnswer(''));
});
afterAll(async () => {
  await test.slack.close();
  clock.uninstall();
});

const trigger = (as = dana) => freshTrigger(test, as);
const later = (ms: number) => clock.moveTo(new Date(clock.now().getTime() + ms));
const open = async (view: ReturnType<typeof modal> = modal()) => {
  const { view: opened } = await test.client.views.open({ trigger_id: await trigger(), view });
  return { id: opened?.id ?? '', hash: opened?.hash ?? '' };
};
const modals = () => test.slack.snapshot(dana).modals;
const lastPayload = () => JSON.parse(new URLSearchParams(test.requests.at(-1)?.body).get('payload') ?? '{}');

describe('a trigger id', () => {
  it('opens a modal for the person whose click it was', async () => {
    await test.client.views.open({ trigger_id: await trigger(lena), view: modal() });
    expect(test.slack.snapshot(lena).modals).toMatchObject([{ title: 'Request', submit: 'Send', errors: {} }]);
    expect(modals()).toEqual([]);
  });

  it('works once', async () => {
    const id = await trigger();
    await test.client.views.open({ trigger_id: id, view: modal() });
    expect(await refusal(test.client.views.open({ trigger_id: id, view: modal() }))).toBe('exchanged_trigger_id');
  });

  it('works for three seconds', async () => {
    const [first, second] = [await trigger(), await trigger()];
    later(2000);
    await test.client.views.open({ trigger_id: first, view: modal() });
    later(1500);
    expect(await refusal(test.client.views.open({ trigger_id: second, view: modal() }))).toBe('expired_trigger_id');
  });

  it('cannot be made up', async () => {
    expect(await refusal(test.client.views.open({ trigger_id: '1.2.3', view: modal() }))).toBe('invalid_trigger_id');
  });

  it('is not used up by a view that is refused', async () => {
    const id = await trigger();
    const tooLong = modal({ title: plain('x'.repeat(25)) });
    expect(await refusal(test.client.views.open({ trigger_id: id, view: tooLong }))).toBe('invalid_arguments');
    await expect(test.client.views.open({ trigger_id: id, view: modal() })).resolves.toMatchObject({ ok: true });
  });
});

describe('views', () => {
  it('that break the limits are refused with the reason', async () => {
    const view = modal({ blocks: [section('x'.repeat(3001))] });
    const error: unknown = await test.client.views
      .open({ trigger_id: await trigger(), view })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: { messages: [expect.stringContaining('/blocks/0/text/text')] },
      },
    });
  });

  it('are pushed up to a stack of three', async () => {
    const push = async () => test.client.views.push({ trigger_id: await trigger(), view: modal() });
    expect(await refusal(push())).toBe('not_found');
    const { id } = await open();
    const second = await push();
    expect(second.view).toMatchObject({ root_view_id: id, previous_view_id: id });
    await push();
    expect(await refusal(push())).toBe('push_limit_reached');
    expect(modals()).toHaveLength(3);
  });

  it('are updated by id or external id, while they are open', async () => {
    const { id } = await open(modal({ external_id: 'request-1' }));
    await test.client.views.update({ view_id: id, view: modal({ title: plain('One'), external_id: 'request-1' }) });
    expect(modals()).toMatchObject([{ title: 'One' }]);
    await test.client.views.update({ external_id: 'request-1', view: modal({ title: plain('Two') }) });
    expect(modals()).toMatchObject([{ title: 'Two' }]);
    await test.slack.closeModal({ as: dana, viewId: id });
    expect(await refusal(test.client.views.update({ view_id: id, view: modal() }))).toBe('not_found');
  });

  it('refuse an update made from an older hash', async () => {
    const { id, hash } = await open();
    const update = () => test.client.views.update({ view_id: id, hash, view: modal() });
    const { view } = await update();
    expect(view?.hash).not.toBe(hash);
    expect(await refusal(update())).toBe('hash_conflict');
  });

  it('cannot share an external id', async () => {
    await open(modal({ external_id: 'request-1' }));
    const second = test.client.views.push({ trigger_id: await trigger(), view: modal({ external_id: 'request-1' }) });
    expect(await refusal(second)).toBe('duplicate_external_id');
  });

  it('are published as Home, guarded by the hash', async () => {
    expect(test.slack.snapshot(dana).home).toBeNull();
    const { view } = await test.client.views.publish({ user_id: dana, view: home('one') });
    const hash = view?.hash ?? '';
    await test.client.views.publish({ user_id: dana, hash, view: home('two') });
    expect(test.slack.snapshot(dana).home?.blocks).toMatchObject([section('two')]);
    expect(test.slack.snapshot(lena).home).toBeNull();
    expect(await refusal(test.client.views.publish({ user_id: dana, hash, view: home('three') }))).toBe(
      'hash_conflict',
    );
  });

  it('must be of the kind the method wants', async () => {
    const asHome = test.client.views.publish({ user_id: dana, view: modal() });
    expect(await refusal(asHome)).toBe('invalid_arguments');
  });
});

describe('Home', () => {
  it('tells the app that it was opened, with the view shown before', async () => {
    await test.slack.openHome({ as: dana });
    const event = () => JSON.parse(test.requests.at(-1)?.body ?? '{}');
    expect(test.requests.at(-1)?.headers['content-type']).toBe('application/json');
    expect(event()).toMatchObject({
      type: 'event_callback',
      event_id: expect.stringMatching(/^Ev/),
      event: { type: 'app_home_opened', user: dana, tab: 'home', channel: danaDm },
    });
    expect(event().event).not.toHaveProperty('view');
    await test.client.views.publish({ user_id: dana, view: home('one') });
    await test.slack.openHome({ as: dana });
    expect(event().event.view).toMatchObject({ type: 'home', blocks: [section('one')] });
  });

  it('sends its actions with the view and its hash', async () => {
    const view = { type: 'home' as const, blocks: [actions('refresh', button('refresh'))] };
    const published = await test.client.views.publish({ user_id: dana, view });
    const action = { type: 'button', action_id: 'refresh', block_id: 'refresh' };
    await test.slack.action({ as: dana, container: { kind: 'home' }, action, values: {} });
    expect(lastPayload()).toMatchObject({
      container: { type: 'view' },
      view: { type: 'home', hash: published.view?.hash },
    });
  });
});
