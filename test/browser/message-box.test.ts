import { stagePage } from './stage';

const stage = stagePage();

describe('the message box', () => {
  test('an ephemeral message is marked, a command is hinted and sent', async () => {
    await stage.open();
    await stage.page.getByText('Only visible to you').waitFor();
    await stage.page.getByRole('textbox', { name: 'Message Notebook Audit' }).fill('/note');
    await stage.page.getByRole('button', { name: '/notebook-audit' }).click();
    await stage.page.keyboard.press('Tab');
    await stage.page.getByRole('textbox', { name: 'Message Notebook Audit' }).press('End');
    await stage.page.keyboard.type('list');
    const answered = stage.posted('/api/slack/message');
    await stage.page.keyboard.press('Enter');
    expect(await answered).toMatchObject([{ conversation: 'D0DANA00001', text: '/notebook-audit list' }]);
  });

  test('Enter completes the name of a command first; what may follow is only hinted', async () => {
    await stage.open();
    const box = stage.page.getByRole('textbox', { name: 'Message Notebook Audit' });
    await box.fill('/no');
    await stage.page.getByText('[list | show | exceptions | policy | report | help]').waitFor();
    await box.press('Enter');
    expect(await box.inputValue()).toBe('/notebook-audit ');
    await box.pressSequentially('li');
    expect(await stage.page.getByRole('list', { name: 'Commands' }).getByRole('listitem').count()).toBe(1);
    const sent = stage.posted('/api/slack/message');
    await box.press('Enter');
    expect(await sent).toMatchObject([{ text: '/notebook-audit li' }]);
  });
});

describe('a message to the bot that is no command', () => {
  const say = async (text: string) => {
    const sent = stage.page.waitForResponse((response) => response.url().includes('/api/state'));
    await stage.page.getByRole('main').getByRole('textbox').fill(text);
    await stage.page.keyboard.press('Enter');
    await sent;
  };
  const hint = () => stage.page.getByText('Notebook Audit reads only /notebook-audit and its buttons.');

  test('is answered by the preview, until a command is sent', async () => {
    await stage.open();
    expect(await stage.page.getByRole('main').getByRole('textbox').getAttribute('placeholder')).toBe(
      'Type /notebook-audit',
    );
    await say('hello?');
    await hint().waitFor();
    await say('/notebook-audit help');
    await hint().waitFor({ state: 'detached' });
  });

  test('is an ordinary message in a channel', async () => {
    await stage.open();
    await stage.channel();
    await say('hello?');
    expect(await hint().count()).toBe(0);
  });
});
