import { hostile } from './fixture-cards';
import { stagePage } from './stage';

const stage = stagePage();

describe('hostile and broken blocks', () => {
  test('escaped text stays text; only a real broadcast is live', async () => {
    await stage.open();
    await stage.channel();
    const request = stage.card('Policy exception request');
    expect(await request.textContent()).toContain('<script>alert(1)</script> <!channel> <@U0SAMI00003>');
    expect(await stage.page.getByRole('log').locator('[data-broadcast]').allTextContents()).toEqual(['@here']);
    expect(await stage.page.locator('script').count()).toBe(1);
    expect(await stage.page.getByText(hostile).count()).toBe(2);
  });

  test('a block that is unknown or broken says so, and its neighbours are shown', async () => {
    await stage.open();
    await stage.channel();
    const request = stage.card('Policy exception request');
    expect(await request.getByText('This block cannot be shown').count()).toBe(2);
    await request.getByRole('button', { name: 'Deny' }).waitFor();
  });

  test('tables are paged and charts are told in words', async () => {
    await stage.open();
    await stage.channel();
    await stage.page.getByRole('img', { name: /Open by week\. Open: W45 12, W46 9/ }).waitFor();
    expect(await stage.page.getByRole('row').count()).toBe(3);
    await stage.page.getByRole('button', { name: 'Later rows' }).click();
    expect(await stage.page.getByRole('cell').first().textContent()).toBe(hostile);
  });
});
