import { command, everyInput } from './fixture-cards';
import { modal } from './fixture-server';
import { stagePage } from './stage';

const stage = stagePage();

describe('modals', () => {
  const openModal = async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'Schedule Migration' }).click();
    await stage.page.getByRole('dialog', { name: 'Schedule migration' }).waitFor();
  };

  test('the focus goes into the modal, Escape closes it and the focus returns', async () => {
    await openModal();
    await stage.page.locator('input[type="date"]:focus').waitFor();
    await stage.page.keyboard.press('Escape');
    await stage.page.getByRole('dialog').waitFor({ state: 'detached' });
    await stage.page.locator('button:focus', { hasText: 'Schedule Migration' }).waitFor();
    expect(stage.server.posts.at(-1)).toMatchObject({ path: '/api/slack/close', body: { viewId: 'V1' } });
  });

  test('what was filled in survives an update of the modal and is sent as Slack sends it', async () => {
    await openModal();
    await stage.page.getByLabel('In your words').fill('We call an API that only answers to public addresses.');
    await stage.page.getByLabel('When will it be done?').fill('2026-12-09');
    await stage.page.getByRole('radio', { name: 'Nothing to keep' }).check();
    await stage.page.getByRole('checkbox', { name: 'Root access' }).check();
    await stage.page.getByLabel('Whose is it?').selectOption('Lena Novak');
    await stage.page.getByLabel('Tell').selectOption('Sami Rahal');
    const extra = { type: 'section', text: { type: 'mrkdwn', text: 'Nothing is copied then.' } };
    stage.server.change((state) =>
      Object.assign(state.modals.at(-1) ?? {}, { blocks: everyInput([extra]), hash: 'h2' }),
    );
    await stage.page.getByText('Nothing is copied then.').waitFor();

    const answered = stage.posted('/api/slack/submit');
    await stage.page.getByRole('button', { name: 'Save and show plan' }).click();
    expect(await answered).toMatchObject([
      {
        viewId: 'V1',
        values: {
          reason: {
            value: { type: 'plain_text_input', value: 'We call an API that only answers to public addresses.' },
          },
          when: { value: { type: 'datepicker', selected_date: '2026-12-09' } },
          files: { value: { selected_option: { value: 'nothing' } } },
          rules: { value: { selected_options: [{ value: 'internet' }, { value: 'root' }] } },
          until: { value: { selected_option: { value: '7' } } },
          who: { value: { type: 'users_select', selected_user: 'U0LENA00002' } },
          tell: { value: { type: 'multi_users_select', selected_users: ['U0SAMI00003'] } },
          moment: { value: { type: 'datetimepicker', selected_date_time: 1796400000 } },
        },
      },
    ]);
    const actions = stage.server.posts
      .filter(({ path }) => path === '/api/slack/action')
      .map(({ body }) => body.action);
    expect(actions).toMatchObject([{ action_id: 'open-modal' }, { block_id: 'files', type: 'radio_buttons' }]);
    await stage.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('an error stands under its field, which then has the focus', async () => {
    await openModal();
    stage.server.answer('/api/slack/submit', { ok: false, errors: { reason: 'Say what it is needed for.' } });
    await stage.page.getByRole('button', { name: 'Save and show plan' }).click();
    await stage.page.getByRole('alert').getByText('Say what it is needed for.').waitFor();
    const field = stage.page.getByLabel('In your words');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await stage.page.locator('textarea:focus').waitFor();
  });

  test('a failed submission says what Slack says and keeps the modal', async () => {
    await openModal();
    stage.server.answer('/api/slack/submit', { ok: false, error: 'operation_timeout' });
    await stage.page.getByRole('button', { name: 'Save and show plan' }).click();
    await stage.page.getByText('We had some trouble connecting. Try again?').waitFor();
  });

  test('a plan of several commands offers to run the launch, at the very command', async () => {
    await openModal();
    const commandOf = (text: string) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
    });
    const backup = commandOf('aws s3 sync /home/ec2-user/SageMaker s3://acme-notebook-backups/churn-eda');
    const plan = modal([backup, commandOf(command), commandOf('aws sagemaker stop-notebook-instance')]);
    stage.server.change((state) => state.modals.splice(0, 1, plan));
    const run = stage.page
      .getByRole('dialog')
      .getByRole('button', { name: 'Run the corrected launch in the AWS pane →' });
    await run.waitFor();
    expect(await stage.page.locator('.rich-text:has-text("create-notebook-instance") + .run-command').count()).toBe(1);
    const answered = stage.posted('/api/aws/create');
    await run.click();
    expect(await answered).toMatchObject([{ command }]);
    await stage.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('only the top modal is visible, and it alone', async () => {
    await openModal();
    stage.server.change((state) =>
      state.modals.push(modal([], { id: 'V2', title: 'Why', submit: undefined, close: 'Back' })),
    );
    await stage.page.getByRole('dialog', { name: 'Why' }).waitFor();
    expect(await stage.page.getByText('In your words').isVisible()).toBe(false);
    await stage.page.getByRole('button', { name: 'Back' }).click();
    await stage.page.getByRole('dialog', { name: 'Schedule migration' }).waitFor();
    expect(await stage.page.getByText('In your words').isVisible()).toBe(true);
  });
});
