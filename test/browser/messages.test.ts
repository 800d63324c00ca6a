import { readFile } from 'node:fs/promises';
import { charts, csv, digest, listPage } from './fixture-messages';
import { dm, message } from './fixture-state';
import { stagePage } from './stage';

const stage = stagePage();

describe('a file in a message', () => {
  test('shows its name and size, and is saved as itself', async () => {
    stage.server.change((state) => {
      state.messages[dm] = [message(2, { text: 'Your export', files: csv })];
    });
    await stage.open();
    const files = stage.card('Your export').getByRole('list', { name: 'Files' }).getByRole('listitem');
    expect(await files.allTextContents()).toEqual([
      'CSVNotebooks18 KB · notebooks-2026-11-24.csvDownload',
      'CSVnumbers-30d.csv912 bytesDownload',
    ]);
    const [saved] = await Promise.all([stage.page.waitForEvent('download'), files.first().getByRole('link').click()]);
    expect(saved.suggestedFilename()).toBe('notebooks-2026-11-24.csv');
    expect(await readFile(await saved.path(), 'utf8')).toBe('asked by U0DANA00001 for F0000000001');
  });
});

describe('a thread', () => {
  const root = message(30, { text: 'churn-eda still waits for your choice' });
  const reply = (minutesAgo: number, text: string) =>
    message(minutesAgo, { text, user: 'U0DANA00001', threadTs: root.ts });

  test('stands under its message, open, and can be folded away', async () => {
    stage.server.change((state) => {
      state.messages[dm] = [root, message(25, { text: 'Something else' }), reply(20, 'Is the mirror up?')];
    });
    await stage.open();
    const thread = stage.page.getByRole('group').filter({ hasText: '1 reply' });
    await thread.getByText('Last reply today at 10:43').waitFor();
    await thread.getByText('Is the mirror up?').waitFor();
    expect(await stage.page.getByRole('article').allTextContents()).toEqual([
      expect.stringContaining('still waits'),
      expect.stringContaining('Is the mirror up?'),
      expect.stringContaining('Something else'),
    ]);
    await thread.getByText('1 reply').click();
    await thread.getByText('Is the mirror up?').waitFor({ state: 'hidden' });
    stage.server.change((state) => state.messages[dm]?.push(reply(1, 'It is.')));
    await stage.page.getByText('2 replies').waitFor();
  });
});

describe('a list that only the caller sees', () => {
  const show = (page: 1 | 2) =>
    stage.server.change((state) => {
      state.messages[dm] = [
        ...Array.from({ length: 12 }, (_, index) => message(40 - index, { text: `Earlier message ${index}` })),
        message(2, { blocks: listPage(page), ephemeral: true }),
      ];
    });

  test('changes in place, and its end stays in view', async () => {
    show(2);
    await stage.open();
    const list = stage.card('12 notebooks need something');
    await list.getByText('9-12 of 12').waitFor();
    const answered = stage.posted('/api/slack/action');
    await list.getByRole('button', { name: 'Earlier' }).click();
    expect(await answered).toMatchObject([
      { container: { kind: 'message', channel: dm }, action: { action_id: 'earlier', block_id: 'pages-2' } },
    ]);
    show(1);
    await list.getByText('1-8 of 12').waitFor();
    expect(await list.count()).toBe(1);
    expect(await list.getByRole('button', { name: /^Open / }).count()).toBe(8);
    const later = await list.getByRole('button', { name: 'Later' }).boundingBox();
    const box = await stage.page.getByRole('main').getByRole('textbox').boundingBox();
    expect((later?.y ?? Infinity) + (later?.height ?? 0)).toBeLessThanOrEqual(box?.y ?? 0);
  });
});

describe('a digest', () => {
  test('tells its chart in words and draws a bar for each number', async () => {
    stage.server.change((state) => {
      state.messages[dm] = [message(2, { blocks: digest })];
    });
    await stage.open();
    const chart = stage.page.getByRole('img', { name: /by week\. Open: 5 Oct 14, .*\. Good launches: 5 Oct 3,/ });
    expect(await chart.locator('rect').count()).toBe(16);
    expect(await chart.locator('.ticks').textContent()).toBe('151050');
    expect(await stage.page.getByRole('row').allTextContents()).toContain('Planned23');
  });

  test('may hold lines and pies too', async () => {
    stage.server.change((state) => {
      state.messages[dm] = [message(2, { blocks: charts })];
    });
    await stage.open();
    await stage.page
      .getByRole('img', { name: 'Open by rule. Direct internet 12, Root access 7, Network 5, Tags 3' })
      .waitFor();
    expect(await stage.page.locator('polyline').count()).toBe(2);
    expect(await stage.page.getByRole('listitem').filter({ hasText: 'Root access' }).textContent()).toBe(
      'Root access 7',
    );
  });
});
