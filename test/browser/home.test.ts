import { hostile } from './fixture-cards';
import { emptyHome, securityHome } from './fixture-home';
import { stagePage } from './stage';

const stage = stagePage();

const showHome = async (blocks: unknown[]) => {
  stage.server.change((state) => {
    state.home = { blocks };
  });
  await stage.open();
  await stage.page.getByRole('button', { name: 'App Home' }).click();
  await stage.page.getByRole('button', { name: 'Refresh' }).waitFor();
};

describe('App Home', () => {
  test('is asked for when it is opened, and by each person for themselves', async () => {
    await showHome(emptyHome);
    const opened = () => stage.server.posts.filter(({ path }) => path === '/api/slack/home').map(({ body }) => body);
    expect(opened()).toEqual([{ as: 'U0DANA00001' }]);
    const asked = stage.page.waitForResponse((response) => response.url().includes('/api/slack/home'));
    await stage.page.getByRole('button', { name: 'Team lead' }).click();
    await asked;
    expect(opened()).toEqual([{ as: 'U0DANA00001' }, { as: 'U0LENA00002' }]);
  });

  test('sends its buttons with no message around them, and the row that was meant', async () => {
    await showHome(securityHome);
    const answered = stage.posted('/api/slack/action');
    await stage.page.getByRole('button', { name: 'Open nlp-lab-2', exact: true }).click();
    expect(await answered).toMatchObject([
      { container: { kind: 'home' }, action: { type: 'button', action_id: 'open', value: 'NB-1001' } },
    ]);
  });

  test('keeps its place when it is published anew', async () => {
    await showHome(securityHome);
    const row = stage.page.getByRole('button', { name: 'Open churn-eda-61', exact: true });
    await row.scrollIntoViewIfNeeded();
    const before = await row.boundingBox();
    stage.server.change((state) => {
      state.home = { blocks: [{ ...securityHome[0], block_id: 'new' }, ...securityHome.slice(1, -1)] };
    });
    await stage.page.getByText('Policy version 7').waitFor({ state: 'detached' });
    expect((await row.boundingBox())?.y).toBe(before?.y);
  });

  test('pages and sorts a table of 40 rows', async () => {
    await showHome(securityHome);
    const table = stage.page.getByRole('region', { name: 'Open by team' });
    const first = () => table.getByRole('rowheader').first().textContent();
    await stage.page.getByText('1-10 of 40').waitFor();
    expect(await first()).toBe('growth');
    await stage.page.getByRole('button', { name: 'Later rows' }).click();
    await stage.page.getByText('11-20 of 40').waitFor();
    const open = table.getByRole('columnheader', { name: 'Open' });
    await open.getByRole('button').click();
    expect(await open.getAttribute('aria-sort')).toBe('ascending');
    await open.getByRole('button').click();
    expect(await open.getAttribute('aria-sort')).toBe('descending');
    await stage.page.getByText('1-10 of 40').waitFor();
    expect(await table.getByRole('row').nth(1).getByRole('cell').first().textContent()).toBe('11');
    await open.getByRole('button').click();
    expect(await first()).toBe('growth');
  });

  test('shows hostile cells as they are written', async () => {
    await showHome(securityHome);
    expect(await stage.page.getByRole('cell', { name: hostile }).textContent()).toBe(hostile);
    expect(await stage.page.locator('[data-broadcast]').count()).toBe(0);
  });
});
