import { command } from './fixture-cards';
import { stagePage } from './stage';

const stage = stagePage();

describe('pressing things', () => {
  test('a button sends its ids and value', async () => {
    await stage.open();
    const answered = stage.posted('/api/slack/action');
    await stage.page.getByRole('button', { name: 'Acknowledge' }).click();
    expect(await answered).toMatchObject([
      {
        as: 'U0DANA00001',
        container: { kind: 'message' },
        action: { type: 'button', action_id: 'acknowledge', block_id: 'choices', value: 'NB-7F3K' },
        values: {},
      },
    ]);
  });

  test('a press that fails leaves a warning beside the button', async () => {
    await stage.open();
    stage.server.answer('/api/slack/action', { ok: false, error: 'operation_timeout' });
    await stage.page.getByRole('button', { name: 'Acknowledge' }).click();
    await stage.page.getByRole('alert').getByText('operation_timeout').waitFor();
  });

  test('a confirm dialog asks first', async () => {
    await stage.open();
    await stage.channel();
    await stage.page.getByRole('button', { name: 'Approve', exact: true }).click();
    await stage.page.getByRole('dialog', { name: 'Allow direct internet access?' }).waitFor();
    await stage.page.getByRole('button', { name: 'Go back' }).click();
    expect(stage.server.posts.filter(({ path }) => path === '/api/slack/action')).toEqual([]);
    await stage.page.getByRole('button', { name: 'Approve', exact: true }).click();
    const answered = stage.posted('/api/slack/action');
    await stage.page.getByRole('button', { name: 'Allow until 12 Dec' }).click();
    expect(await answered).toMatchObject([{ action: { action_id: 'approve' } }]);
  });

  test('an overflow menu works by keyboard, and gives the focus back', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'More actions' }).focus();
    await stage.page.keyboard.press('Enter');
    await stage.page.getByRole('menuitem', { name: 'Not Mine' }).waitFor();
    await stage.page.keyboard.press('Escape');
    await stage.page.getByRole('menu').waitFor({ state: 'detached' });
    await stage.page.keyboard.press('Enter');
    await stage.page.getByRole('menuitem', { name: 'Not Mine' }).waitFor();
    await stage.page.keyboard.press('ArrowDown');
    await stage.page.keyboard.press('ArrowDown');
    const answered = stage.posted('/api/slack/action');
    await stage.page.keyboard.press('Enter');
    expect(await answered).toMatchObject([
      { action: { type: 'overflow', selected_option: { value: 'Corrected Command' } } },
    ]);
  });

  test('an open menu stays inside the conversation, which does not move sideways', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'More actions' }).click();
    const menu = await stage.page.getByRole('menu').boundingBox();
    const around = await stage.page.getByRole('log').boundingBox();
    expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual((around?.x ?? 0) + (around?.width ?? 0));
    expect(await stage.page.getByRole('log').evaluate((log) => log.scrollLeft)).toBe(0);
  });

  test('an accessibility label is what a screen reader hears', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'Request an exception for churn-eda' }).waitFor();
  });

  test('the corrected command runs from outside the message', async () => {
    await stage.open();
    const answered = stage.posted('/api/aws/create');
    await stage.page.getByRole('button', { name: 'Run the corrected launch in the AWS pane →' }).click();
    expect(await answered).toEqual([{ as: 'U0DANA00001', command }]);
  });
});
