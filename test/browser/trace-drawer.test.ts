import { stagePage } from './stage';

const stage = stagePage();

describe('under the hood', () => {
  test('the drawer lists every call with its time and what failed', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'Under the hood' }).click();
    const drawer = stage.page.getByRole('region', { name: 'Under the hood' });
    await drawer.getByText('DescribeNotebookInstance').waitFor();
    expect(await drawer.textContent()).toContain('1 failed');
    expect(await drawer.getByRole('listitem').filter({ hasText: 'invalid_blocks' }).textContent()).toContain('failed');
  });

  test('the drawer’s line keeps telling of the launch while the bot works in the background', async () => {
    await stage.open();
    const remind = { seq: 99, lane: 'lambda', title: 'remind', ok: true, at: '2026-11-24T11:00:00.000Z' };
    stage.server.change((state) => state.trace.push(remind));
    await stage.page.waitForResponse((response) => response.url().includes('/api/state'));
    const line = await stage.page.getByRole('button', { name: /^Under the hood/ }).textContent();
    expect(line).toContain('chat.postMessage');
    expect(line).not.toContain('remind');
  });
});
