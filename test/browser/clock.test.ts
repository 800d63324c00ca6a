import { stagePage } from './stage';

const stage = stagePage();

describe('the clock', () => {
  test('the clock moves to the next thing due, whose date it names', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'Clock' }).click();
    const item = stage.page.getByRole('menuitem', { name: 'To the next thing due' });
    expect(await item.textContent()).toContain('Tomorrow at 17:00');
    const answered = stage.posted('/api/clock');
    await item.click();
    expect(await answered).toMatchObject([{ to: 'next' }]);
  });

  test('a running exception offers the day before its end', async () => {
    await stage.open();
    const items = async () => {
      await stage.page.getByRole('button', { name: 'Clock' }).click();
      return stage.page.getByRole('menuitem');
    };
    expect(await (await items()).allTextContents()).not.toContainEqual(expect.stringContaining('exception'));
    await stage.page.keyboard.press('Escape');
    stage.server.change((state) => Object.assign(state, { grantEnds: '2026-12-04T16:00:00.000Z' }));
    await stage.page.waitForResponse((response) => response.url().includes('/api/state'));
    await items();
    const answered = stage.posted('/api/clock');
    await stage.page
      .getByRole('menuitem', { name: 'To the day before the exception ends It ends Dec 4 at 17:00' })
      .click();
    expect(await answered).toMatchObject([{ to: 'before_grant_ends' }]);
  });
});

describe('starting over', () => {
  const ask = async () => {
    await stage.page.getByRole('button', { name: 'Clock' }).click();
    await stage.page.getByRole('menuitem', { name: 'Start over' }).click();
    await stage.page.getByRole('dialog', { name: 'Start over?' }).waitFor();
  };
  const resets = () => stage.server.posts.filter(({ path }) => path === '/api/reset').length;

  test('asks first, and keeps everything by default', async () => {
    await stage.open();
    await ask();
    await stage.page.keyboard.press('Enter');
    await stage.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(resets()).toBe(0);
  });

  test('goes back to where the preview began', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'Close the tour' }).click();
    await stage.page.getByRole('button', { name: 'edit ▸' }).click();
    await stage.page.getByRole('button', { name: /^Security/ }).click();
    await stage.page.getByRole('heading', { level: 1 }).filter({ hasText: 'security-exceptions' }).waitFor();
    await ask();
    await stage.page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
    await stage.page.getByRole('heading', { level: 1 }).filter({ hasText: 'Notebook Audit' }).waitFor();
    expect(resets()).toBe(1);
    await stage.page.getByRole('button', { name: 'Developer', pressed: true }).waitFor();
    await stage.page.getByRole('region', { name: 'Tour' }).waitFor();
    expect(await stage.page.getByRole('button', { name: 'Launch as edited' }).count()).toBe(0);
  });
});
