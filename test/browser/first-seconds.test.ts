import { stagePage } from './stage';

const stage = stagePage();

describe('the first ten seconds', () => {
  test('the developer’s DM with the bot is open, beside one obvious button and the tour', async () => {
    await stage.open();
    expect(await stage.page.getByRole('heading', { level: 1 }).textContent()).toBe('Notebook Audit');
    expect(await stage.page.getByRole('button', { name: 'Developer' }).getAttribute('aria-pressed')).toBe('true');
    expect(await stage.page.getByRole('banner').first().textContent()).toContain(
      'Nothing leaves it. Not Slack: a preview.',
    );
    await stage.page.getByRole('button', { name: /^Launch .* with direct internet access$/ }).waitFor();
    expect(await stage.page.getByRole('region', { name: 'Tour' }).getByRole('listitem').count()).toBe(6);
  });

  test('an empty DM points the developer to the launch button, and nobody else', async () => {
    stage.server.change((state) => {
      state.messages = {};
    });
    await stage.open();
    await stage.page.getByText('No cards yet.').waitFor();
    await stage.page.getByRole('button', { name: 'Launch one →' }).click();
    await stage.page.locator('#launch:focus').waitFor();
    await stage.page.getByRole('button', { name: 'Team lead' }).click();
    await stage.page.getByText('Nothing here yet.').waitFor();
    expect(await stage.page.getByRole('button', { name: 'Launch one →' }).count()).toBe(0);
  });

  test('a switch of person opens the conversation where something waits for them', async () => {
    await stage.open();
    stage.server.change((state) => {
      for (const each of state.conversations)
        each.unread = each.id === 'C0SECURITY1' && state.me === 'U0SAMI00003' ? 2 : 0;
    });
    const heading = stage.page.getByRole('heading', { level: 1 });
    await stage.page.getByRole('button', { name: /^Security/ }).click();
    await heading.filter({ hasText: 'security-exceptions' }).waitFor();
    await stage.page.getByRole('button', { name: 'Developer' }).click();
    await heading.filter({ hasText: 'Notebook Audit' }).waitFor();
  });

  test('closing the tour is remembered', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'Close the tour' }).click();
    await stage.page.reload();
    await stage.page.getByRole('button', { name: 'Tour 2/6 ▸' }).waitFor();
  });

  test('a finished tour leads to the installation', async () => {
    await stage.open();
    stage.server.change((state) => {
      for (const step of state.tour) step.done = true;
    });
    await stage.page.getByRole('link', { name: 'Install it: 30 minutes →' }).waitFor();
  });

  test('dates are those of the acting person', async () => {
    await stage.open();
    expect(await stage.card('churn-eda has direct').textContent()).toContain('Dec 4, 17:00');
    await stage.page.getByRole('button', { name: /^Security/ }).click();
    await stage.page.getByText('Sami Rahal (@sami) · London').waitFor();
    await stage.page.getByRole('button', { name: 'Notebook Audit' }).click();
    await stage.card('Dec 4, 16:00').waitFor();
  });
});
