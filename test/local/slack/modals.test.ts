import { appAnswer, startTestSlack, type TestSlack } from '../../support/slack';
import { dana, lena, plain } from './people';
import { freshTrigger, modal, textInput } from './view-fixtures';

let test: TestSlack;
beforeAll(async () => {
  test = await startTestSlack();
});
beforeEach(() => {
  test.slack.reset();
  test.answerWith(async () => appAnswer(''));
});
afterAll(() => test.slack.close());

const trigger = (as = dana) => freshTrigger(test, as);
const open = async (view: ReturnType<typeof modal> = modal()) => {
  const { view: opened } = await test.client.views.open({ trigger_id: await trigger(), view });
  return { id: opened?.id ?? '', hash: opened?.hash ?? '' };
};
const modals = () => test.slack.snapshot(dana).modals;
const submit = (viewId: string, values: Record<string, Record<string, unknown>> = {}) =>
  test.slack.submit({ as: dana, viewId, values });
const lastPayload = () => JSON.parse(new URLSearchParams(test.requests.at(-1)?.body).get('payload') ?? '{}');

describe('submitting a modal', () => {
  it('sends first values, typed values and the ids around them', async () => {
    const date = {
      type: 'input' as const,
      block_id: 'until',
      label: plain('Until'),
      element: { type: 'datepicker' as const, action_id: 'date', initial_date: '2026-12-05' },
    };
    const { id } = await open(
      modal({ blocks: [textInput('why'), date], callback_id: 'request', private_metadata: 'NB-7F3K' }),
    );
    await submit(id, { why: { text: { type: 'plain_text_input', value: 'pip' } } });
    expect(lastPayload()).toMatchObject({
      type: 'view_submission',
      user: { id: dana, name: 'dana', team_id: 'T0LOCAL0001' },
      response_urls: [],
      trigger_id: expect.any(String),
      view: {
        id,
        callback_id: 'request',
        private_metadata: 'NB-7F3K',
        state: {
          values: {
            why: { text: { type: 'plain_text_input', value: 'pip' } },
            until: { date: { type: 'datepicker', selected_date: '2026-12-05' } },
          },
        },
      },
    });
  });

  it('closes the top modal when the app answers nothing', async () => {
    await open();
    const { view } = await test.client.views.push({ trigger_id: await trigger(), view: modal() });
    expect(await submit(view?.id ?? '')).toEqual({ ok: true });
    expect(modals()).toHaveLength(1);
  });

  it('stops at required inputs before the app hears of it', async () => {
    const { id } = await open(modal({ blocks: [textInput('why'), textInput('more', {}, { optional: true })] }));
    const before = test.requests.length;
    const errors = { why: 'Please complete this required field.' };
    expect(await submit(id, { why: { text: { type: 'plain_text_input', value: '' } } })).toEqual({ ok: false, errors });
    expect(modals()).toMatchObject([{ errors }]);
    expect(test.requests).toHaveLength(before);
  });

  it('stops at texts that are too short or too long', async () => {
    const { id } = await open(modal({ blocks: [textInput('why', { min_length: 3, max_length: 5 })] }));
    const type = (value: string) => submit(id, { why: { text: { type: 'plain_text_input', value } } });
    expect(await type('ab')).toMatchObject({ ok: false, errors: { why: 'Please enter at least 3 characters.' } });
    expect(await type('abcdef')).toMatchObject({
      ok: false,
      errors: { why: 'Please enter no more than 5 characters.' },
    });
    expect(await type('abcd')).toEqual({ ok: true });
  });

  it('shows the errors of the app under the input and keeps what was typed', async () => {
    const { id } = await open(modal({ blocks: [textInput('why')] }));
    test.answerWith(async () => appAnswer({ response_action: 'errors', errors: { why: 'Too vague.' } }));
    const typed = { why: { text: { type: 'plain_text_input', value: 'because' } } };
    expect(await submit(id, typed)).toEqual({ ok: false, errors: { why: 'Too vague.' } });
    expect(modals()).toMatchObject([{ errors: { why: 'Too vague.' } }]);
    test.answerWith(async () => appAnswer(''));
    expect(await submit(id)).toEqual({ ok: true });
    expect(lastPayload().view.state.values).toEqual(typed);
  });

  it('can update, push or clear', async () => {
    const { id } = await open();
    test.answerWith(async () => appAnswer({ response_action: 'update', view: modal({ title: plain('Updated') }) }));
    await submit(id);
    expect(modals()).toMatchObject([{ id, title: 'Updated' }]);
    test.answerWith(async () => appAnswer({ response_action: 'push', view: modal({ title: plain('Pushed') }) }));
    await submit(id);
    expect(modals()).toMatchObject([{ title: 'Updated' }, { title: 'Pushed' }]);
    test.answerWith(async () => appAnswer({ response_action: 'clear' }));
    await submit(modals().at(-1)?.id ?? '');
    expect(modals()).toEqual([]);
  });

  it.each<[string, object | string, number?]>([
    ['an error for a block that is no input', { response_action: 'errors', errors: { nowhere: 'x' } }],
    ['a view beyond the limits', { response_action: 'update', view: modal({ title: plain('x'.repeat(25)) }) }],
    ['an unknown action', { response_action: 'dance' }],
    ['words', 'done'],
    ['another status than 200', '', 500],
  ])('has trouble with %s and stays open', async (_what, body, status = 200) => {
    const { id } = await open();
    test.answerWith(async () => appAnswer(body, status));
    expect(await submit(id)).toEqual({ ok: false, error: 'We had some trouble connecting. Try again?' });
    expect(modals()).toHaveLength(1);
  });

  it('is not possible without a submit button', async () => {
    const { id } = await open(modal({ submit: undefined }));
    expect(await submit(id)).toEqual({ ok: false, error: 'view_not_found' });
  });

  it('is only possible for the top modal of its person', async () => {
    const { id } = await open();
    await test.client.views.push({ trigger_id: await trigger(), view: modal() });
    expect(await submit(id)).toEqual({ ok: false, error: 'view_not_found' });
    expect(await test.slack.submit({ as: lena, viewId: id, values: {} })).toEqual({
      ok: false,
      error: 'view_not_found',
    });
  });
});

describe('closing a modal', () => {
  it('tells the app only when it asked', async () => {
    const silent = await open();
    const before = test.requests.length;
    await test.slack.closeModal({ as: dana, viewId: silent.id });
    expect(test.requests).toHaveLength(before);
    const told = await open(modal({ notify_on_close: true, callback_id: 'request' }));
    await test.slack.closeModal({ as: dana, viewId: told.id });
    expect(lastPayload()).toMatchObject({
      type: 'view_closed',
      is_cleared: false,
      view: { id: told.id, callback_id: 'request' },
    });
    expect(modals()).toEqual([]);
  });

  it('goes back to the one below', async () => {
    await open();
    const second = await test.client.views.push({ trigger_id: await trigger(), view: modal() });
    await test.slack.closeModal({ as: dana, viewId: second.view?.id ?? '' });
    expect(modals()).toHaveLength(1);
  });

  it('tells the app about every modal that clear_on_close closed', async () => {
    const { id } = await open(modal({ notify_on_close: true }));
    const top = modal({ clear_on_close: true, notify_on_close: true });
    const { view } = await test.client.views.push({ trigger_id: await trigger(), view: top });
    const before = test.requests.length;
    await test.slack.closeModal({ as: dana, viewId: view?.id ?? '' });
    expect(modals()).toEqual([]);
    const told = test.requests
      .slice(before)
      .map(({ body }) => JSON.parse(new URLSearchParams(body).get('payload') ?? ''));
    expect(told).toMatchObject([
      { type: 'view_closed', is_cleared: true, view: { id } },
      { type: 'view_closed', is_cleared: true, view: { id: view?.id } },
    ]);
  });
});

describe('the state of a view', () => {
  const select = (block_id: string) => ({
    type: 'section' as const,
    block_id,
    text: plain('Team'),
    accessory: {
      type: 'static_select' as const,
      action_id: 'team',
      options: ['growth', 'ads'].map((value) => ({ text: plain(value), value })),
    },
  });
  const choose = (viewId: string, block_id: string) =>
    test.slack.action({
      as: dana,
      container: { kind: 'modal', viewId },
      action: {
        type: 'static_select',
        action_id: 'team',
        block_id,
        selected_option: { text: plain('ads'), value: 'ads' },
      },
      values: { why: { text: { type: 'plain_text_input', value: 'typed' } } },
    });

  it('travels with an action in the modal', async () => {
    const { id, hash } = await open(modal({ blocks: [select('pick'), textInput('why')] }));
    await choose(id, 'pick');
    expect(lastPayload()).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: id },
      actions: [{ action_id: 'team', selected_option: { value: 'ads' } }],
      view: {
        hash,
        state: {
          values: { pick: { team: { selected_option: { value: 'ads' } } }, why: { text: { value: 'typed' } } },
        },
      },
    });
    expect(lastPayload()).not.toHaveProperty('response_url');
  });

  it('survives views.update for the same ids and starts again for others', async () => {
    const { id } = await open(modal({ blocks: [select('pick'), textInput('why')] }));
    await choose(id, 'pick');
    const blocks = [select('pick'), select('new'), textInput('why', { initial_value: 'ignored' })];
    const { view } = await test.client.views.update({ view_id: id, view: modal({ blocks }) });
    expect(view).toMatchObject({
      state: {
        values: {
          pick: { team: { selected_option: { value: 'ads' } } },
          new: { team: { selected_option: null } },
          why: { text: { value: 'typed' } },
        },
      },
    });
  });

  it('is kept for an input without telling the app, unless it dispatches', async () => {
    const type = (viewId: string, block_id: string) =>
      test.slack.action({
        as: dana,
        container: { kind: 'modal', viewId },
        action: { type: 'plain_text_input', action_id: 'text', block_id, value: 'typed' },
        values: {},
      });
    const { id } = await open(
      modal({ blocks: [textInput('quiet'), textInput('loud', {}, { dispatch_action: true })] }),
    );
    const before = test.requests.length;
    await type(id, 'quiet');
    expect(test.requests).toHaveLength(before);
    await type(id, 'loud');
    expect(lastPayload().view.state.values).toMatchObject({
      quiet: { text: { value: 'typed' } },
      loud: { text: { value: 'typed' } },
    });
  });
});
