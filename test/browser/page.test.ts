import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { faintTexts } from './contrast';
import { command, everyInput, hostile } from './fixture-cards';
import { type FixtureServer, modal, startFixtureServer } from './fixture-server';

const pictures = join(__dirname, '../../coverage/page');
const desktop = { width: 1440, height: 900 };

let server: FixtureServer;
let browser: Browser;
let page: Page;
let faults: string[];

async function open(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: desktop, timezoneId: 'UTC', ...options });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(server.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

const posted = async (path: string) => {
  await page.waitForResponse((response) => response.url().includes('/api/state'));
  return server.posts.filter((post) => post.path === path).map((post) => post.body);
};
const channel = () => page.getByRole('button', { name: 'security-exceptions' }).click();
const card = (name: string) => page.getByRole('article').filter({ hasText: name });

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  server = await startFixtureServer();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(() => {
  server.reset();
  faults = [];
});
afterEach(async () => {
  await page.context().close();
  expect(faults).toEqual([]);
});

describe('the first ten seconds', () => {
  test('the developer’s DM with the bot is open, beside one obvious button and the tour', async () => {
    await open();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Notebook Audit');
    expect(await page.getByRole('button', { name: 'Developer' }).getAttribute('aria-pressed')).toBe('true');
    expect(await page.getByRole('banner').first().textContent()).toContain('Nothing leaves it. Not Slack: a preview.');
    await page.getByRole('button', { name: /^Launch .* with direct internet access$/ }).waitFor();
    expect(await page.getByRole('region', { name: 'Tour' }).getByRole('listitem').count()).toBe(6);
  });

  test('an empty DM points the developer to the launch button, and nobody else', async () => {
    server.change((state) => {
      state.messages = {};
    });
    await open();
    await page.getByText('No cards yet.').waitFor();
    await page.getByRole('button', { name: 'Launch one →' }).click();
    await page.locator('#launch:focus').waitFor();
    await page.getByRole('button', { name: 'Team lead' }).click();
    await page.getByText('Nothing here yet.').waitFor();
    expect(await page.getByRole('button', { name: 'Launch one →' }).count()).toBe(0);
  });

  test('a switch of person opens the conversation where something waits for them', async () => {
    await open();
    server.change((state) => {
      for (const each of state.conversations)
        each.unread = each.id === 'C0SECURITY1' && state.me === 'U0SAMI00003' ? 2 : 0;
    });
    const heading = page.getByRole('heading', { level: 1 });
    await page.getByRole('button', { name: /^Security/ }).click();
    await heading.filter({ hasText: 'security-exceptions' }).waitFor();
    await page.getByRole('button', { name: 'Developer' }).click();
    await heading.filter({ hasText: 'Notebook Audit' }).waitFor();
  });

  test('closing the tour is remembered', async () => {
    await open();
    await page.getByRole('button', { name: 'Close the tour' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Tour 2/6 ▸' }).waitFor();
  });

  test('a finished tour leads to the installation', async () => {
    await open();
    server.change((state) => {
      for (const step of state.tour) step.done = true;
    });
    await page.getByRole('link', { name: 'Install it: 30 minutes →' }).waitFor();
  });

  test('dates are those of the acting person', async () => {
    await open();
    expect(await card('churn-eda has direct').textContent()).toContain('Dec 4, 17:00');
    await page.getByRole('button', { name: /^Security/ }).click();
    await page.getByText('Sami Rahal (@sami) · London').waitFor();
    await page.getByRole('button', { name: 'Notebook Audit' }).click();
    await card('Dec 4, 16:00').waitFor();
  });
});

describe('hostile and broken blocks', () => {
  test('escaped text stays text; only a real broadcast is live', async () => {
    await open();
    await channel();
    const request = card('Policy exception request');
    expect(await request.textContent()).toContain('<script>alert(1)</script> <!channel> <@U0SAMI00003>');
    expect(await page.getByRole('log').locator('[data-broadcast]').allTextContents()).toEqual(['@here']);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.getByText(hostile).count()).toBe(2);
  });

  test('a block that is unknown or broken says so, and its neighbours are shown', async () => {
    await open();
    await channel();
    const request = card('Policy exception request');
    expect(await request.getByText('This block cannot be shown').count()).toBe(2);
    await request.getByRole('button', { name: 'Deny' }).waitFor();
  });

  test('tables are paged and charts are told in words', async () => {
    await open();
    await channel();
    await page.getByRole('img', { name: /Open by week\. Open: W45 12, W46 9/ }).waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    await page.getByRole('button', { name: 'Later rows' }).click();
    expect(await page.getByRole('cell').first().textContent()).toBe(hostile);
  });
});

describe('pressing things', () => {
  test('a button sends its ids and value', async () => {
    await open();
    const answered = posted('/api/slack/action');
    await page.getByRole('button', { name: 'Acknowledge' }).click();
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
    await open();
    server.answer('/api/slack/action', { ok: false, error: 'operation_timeout' });
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByRole('alert').getByText('operation_timeout').waitFor();
  });

  test('a confirm dialog asks first', async () => {
    await open();
    await channel();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('dialog', { name: 'Allow direct internet access?' }).waitFor();
    await page.getByRole('button', { name: 'Go back' }).click();
    expect(server.posts.filter(({ path }) => path === '/api/slack/action')).toEqual([]);
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    const answered = posted('/api/slack/action');
    await page.getByRole('button', { name: 'Allow until 12 Dec' }).click();
    expect(await answered).toMatchObject([{ action: { action_id: 'approve' } }]);
  });

  test('an overflow menu works by keyboard, and gives the focus back', async () => {
    await open();
    await page.getByRole('button', { name: 'More actions' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Not Mine' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Not Mine' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const answered = posted('/api/slack/action');
    await page.keyboard.press('Enter');
    expect(await answered).toMatchObject([
      { action: { type: 'overflow', selected_option: { value: 'Corrected Command' } } },
    ]);
  });

  test('an open menu stays inside the conversation, which does not move sideways', async () => {
    await open();
    await page.getByRole('button', { name: 'More actions' }).click();
    const menu = await page.getByRole('menu').boundingBox();
    const around = await page.getByRole('log').boundingBox();
    expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual((around?.x ?? 0) + (around?.width ?? 0));
    expect(await page.getByRole('log').evaluate((log) => log.scrollLeft)).toBe(0);
  });

  test('an accessibility label is what a screen reader hears', async () => {
    await open();
    await page.getByRole('button', { name: 'Request an exception for churn-eda' }).waitFor();
  });

  test('the corrected command runs from outside the message', async () => {
    await open();
    const answered = posted('/api/aws/create');
    await page.getByRole('button', { name: 'Run the corrected launch in the AWS pane →' }).click();
    expect(await answered).toEqual([{ as: 'U0DANA00001', command }]);
  });

  test('an ephemeral message is marked, a command is hinted and sent', async () => {
    await open();
    await page.getByText('Only visible to you').waitFor();
    await page.getByRole('textbox', { name: 'Message Notebook Audit' }).fill('/note');
    await page.getByRole('button', { name: '/notebook-audit' }).click();
    await page.keyboard.press('Tab');
    await page.getByRole('textbox', { name: 'Message Notebook Audit' }).press('End');
    await page.keyboard.type('list');
    const answered = posted('/api/slack/message');
    await page.keyboard.press('Enter');
    expect(await answered).toMatchObject([{ conversation: 'D0DANA00001', text: '/notebook-audit list' }]);
  });
});

describe('a message to the bot that is no command', () => {
  const say = async (text: string) => {
    const sent = page.waitForResponse((response) => response.url().includes('/api/state'));
    await page.getByRole('main').getByRole('textbox').fill(text);
    await page.keyboard.press('Enter');
    await sent;
  };
  const hint = () => page.getByText('Notebook Audit reads only /notebook-audit and its buttons.');

  test('is answered by the preview, until a command is sent', async () => {
    await open();
    expect(await page.getByRole('main').getByRole('textbox').getAttribute('placeholder')).toBe('Type /notebook-audit');
    await say('hello?');
    await hint().waitFor();
    await say('/notebook-audit help');
    await hint().waitFor({ state: 'detached' });
  });

  test('is an ordinary message in a channel', async () => {
    await open();
    await channel();
    await say('hello?');
    expect(await hint().count()).toBe(0);
  });
});

describe('modals', () => {
  const openModal = async () => {
    await open();
    await page.getByRole('button', { name: 'Schedule Migration' }).click();
    await page.getByRole('dialog', { name: 'Schedule migration' }).waitFor();
  };

  test('the focus goes into the modal, Escape closes it and the focus returns', async () => {
    await openModal();
    await page.locator('input[type="date"]:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('button:focus', { hasText: 'Schedule Migration' }).waitFor();
    expect(server.posts.at(-1)).toMatchObject({ path: '/api/slack/close', body: { viewId: 'V1' } });
  });

  test('what was filled in survives an update of the modal and is sent as Slack sends it', async () => {
    await openModal();
    await page.getByLabel('In your words').fill('We call an API that only answers to public addresses.');
    await page.getByLabel('When will it be done?').fill('2026-12-09');
    await page.getByRole('radio', { name: 'Nothing to keep' }).check();
    await page.getByRole('checkbox', { name: 'Root access' }).check();
    await page.getByLabel('Whose is it?').selectOption('Lena Novak');
    await page.getByLabel('Tell').selectOption('Sami Rahal');
    const extra = { type: 'section', text: { type: 'mrkdwn', text: 'Nothing is copied then.' } };
    server.change((state) => Object.assign(state.modals.at(-1) ?? {}, { blocks: everyInput([extra]), hash: 'h2' }));
    await page.getByText('Nothing is copied then.').waitFor();

    const answered = posted('/api/slack/submit');
    await page.getByRole('button', { name: 'Save and show plan' }).click();
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
    const actions = server.posts.filter(({ path }) => path === '/api/slack/action').map(({ body }) => body.action);
    expect(actions).toMatchObject([{ action_id: 'open-modal' }, { block_id: 'files', type: 'radio_buttons' }]);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('an error stands under its field, which then has the focus', async () => {
    await openModal();
    server.answer('/api/slack/submit', { ok: false, errors: { reason: 'Say what it is needed for.' } });
    await page.getByRole('button', { name: 'Save and show plan' }).click();
    await page.getByRole('alert').getByText('Say what it is needed for.').waitFor();
    const field = page.getByLabel('In your words');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.locator('textarea:focus').waitFor();
  });

  test('a failed submission says what Slack says and keeps the modal', async () => {
    await openModal();
    server.answer('/api/slack/submit', { ok: false, error: 'operation_timeout' });
    await page.getByRole('button', { name: 'Save and show plan' }).click();
    await page.getByText('We had some trouble connecting. Try again?').waitFor();
  });

  test('a plan of several commands offers to run the launch, at the very command', async () => {
    await openModal();
    const commandOf = (text: string) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
    });
    const backup = commandOf('aws s3 sync /home/ec2-user/SageMaker s3://acme-notebook-backups/churn-eda');
    const plan = modal([backup, commandOf(command), commandOf('aws sagemaker stop-notebook-instance')]);
    server.change((state) => state.modals.splice(0, 1, plan));
    const run = page.getByRole('dialog').getByRole('button', { name: 'Run the corrected launch in the AWS pane →' });
    await run.waitFor();
    expect(await page.locator('.rich-text:has-text("create-notebook-instance") + .run-command').count()).toBe(1);
    const answered = posted('/api/aws/create');
    await run.click();
    expect(await answered).toMatchObject([{ command }]);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('only the top modal is visible, and it alone', async () => {
    await openModal();
    server.change((state) =>
      state.modals.push(modal([], { id: 'V2', title: 'Why', submit: undefined, close: 'Back' })),
    );
    await page.getByRole('dialog', { name: 'Why' }).waitFor();
    expect(await page.getByText('In your words').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('dialog', { name: 'Schedule migration' }).waitFor();
    expect(await page.getByText('In your words').isVisible()).toBe(true);
  });
});

describe('the AWS pane', () => {
  test('the button launches with direct internet access; a refusal stands beside it', async () => {
    await open();
    server.answer('/api/aws/create', { ok: false, error: 'ResourceLimitExceeded: too many' });
    const answered = posted('/api/aws/create');
    await page.getByRole('button', { name: /^Launch nlp-lab/ }).click();
    expect(await answered).toMatchObject([
      { input: { NotebookInstanceName: 'nlp-lab', DirectInternetAccess: 'Enabled', RootAccess: 'Enabled' } },
    ]);
    await page.getByRole('alert').getByText('ResourceLimitExceeded').waitFor();
    expect(await page.locator('#launch + [role="alert"]').textContent()).toBe(
      'AWS refused it: ResourceLimitExceeded: too many',
    );
  });

  test('a refusal stands where it was caused, in AWS’s words, until the form is edited or closed', async () => {
    await open();
    await page.getByRole('button', { name: 'edit ▸' }).click();
    const name = page.getByLabel('Name', { exact: true });
    const refused = async (error: string) => {
      server.answer('/api/aws/create', { ok: false, error });
      await page.getByRole('button', { name: 'Launch as edited' }).click();
      await page.getByRole('alert').waitFor();
    };
    await refused("ValidationException: Value '!' at 'notebookInstanceName' failed to satisfy constraint");
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    const described = await name.getAttribute('aria-describedby');
    expect(await page.getByRole('alert').getAttribute('id')).toBe(described);
    await name.fill('another');
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await refused('ResourceLimitExceeded: too many');
    await page.locator('button:text("Launch as edited") + [role="alert"] bdi', { hasText: 'too many' }).waitFor();
    await page.getByRole('button', { name: 'edit ▾' }).click();
    await page.getByRole('button', { name: 'edit ▸' }).click();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByLabel('Or paste a whole command').fill('rm -rf x');
    server.answer('/api/aws/create', { ok: false, error: 'That is no launch command.' });
    await page.getByRole('button', { name: 'Run the corrected command' }).click();
    await page.locator('.command-form button + [role="alert"]').waitFor();
    expect(await page.getByRole('alert').textContent()).toBe('That is no launch command.');
  });

  test('what is two years old is put there under its name alone', async () => {
    await open();
    await page.getByRole('button', { name: 'edit ▸' }).click();
    await page.getByRole('button', { name: 'Two years old, Amazon Linux 2' }).click();
    expect(await page.getByLabel('Subnet').count()).toBe(0);
    const answered = posted('/api/aws/old');
    await page.getByRole('button', { name: 'Put it there' }).click();
    expect(await answered).toEqual([{ as: 'U0DANA00001', name: 'nlp-lab' }]);
  });

  test('settings show the tags, and send those that changed', async () => {
    await open();
    const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'churn-eda' }) });
    await row.getByRole('button', { name: 'settings ▸' }).click();
    const tags = row.getByLabel('Tags, one a line');
    const shown = await tags.inputValue();
    expect(shown).toBe('Owner=dana@acme.example\nProject=churn\nTeam=growth\nDataSensitivity=internal');
    await tags.fill(shown.replace('growth', 'search'));
    const answered = posted('/api/aws/update');
    await row.getByRole('button', { name: 'Save changes' }).click();
    expect(await answered).toEqual([
      { as: 'U0DANA00001', input: { NotebookInstanceName: 'churn-eda' }, tags: { Team: 'search' } },
    ]);
  });

  test('the compliant preset launches inside the approved network', async () => {
    await open();
    await page.getByRole('button', { name: 'edit ▸' }).click();
    await page.getByRole('button', { name: 'Compliant' }).click();
    const answered = posted('/api/aws/create');
    await page.getByRole('button', { name: 'Launch as edited' }).click();
    expect(await answered).toMatchObject([
      { input: { DirectInternetAccess: 'Disabled', RootAccess: 'Disabled', SubnetId: 'subnet-0a1b2c3d4e5f60001' } },
    ]);
  });

  test('buttons AWS would refuse are disabled and say why', async () => {
    await open();
    const remove = page.getByRole('button', { name: 'Delete churn-eda' });
    expect(await remove.isDisabled()).toBe(true);
    expect(await remove.getAttribute('title')).toContain('stop it first');
    expect(await page.getByRole('button', { name: 'Delete forecast-lab' }).isEnabled()).toBe(true);
  });

  test('a stopped notebook can be fixed in place', async () => {
    await open();
    const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'forecast-lab' }) });
    await row.getByRole('button', { name: 'settings ▸' }).click();
    await row.getByLabel('Root access').selectOption('Disabled');
    const answered = posted('/api/aws/update');
    await row.getByRole('button', { name: 'Save changes' }).click();
    expect(await answered).toEqual([
      { as: 'U0DANA00001', input: { NotebookInstanceName: 'forecast-lab', RootAccess: 'Disabled' } },
    ]);
  });

  test('the drawer lists every call with its time and what failed', async () => {
    await open();
    await page.getByRole('button', { name: 'Under the hood' }).click();
    const drawer = page.getByRole('region', { name: 'Under the hood' });
    await drawer.getByText('DescribeNotebookInstance').waitFor();
    expect(await drawer.textContent()).toContain('1 failed');
    expect(await drawer.getByRole('listitem').filter({ hasText: 'invalid_blocks' }).textContent()).toContain('failed');
  });

  test('the drawer’s line keeps telling of the launch while the bot works in the background', async () => {
    await open();
    const remind = { seq: 99, lane: 'lambda', title: 'remind', ok: true, at: '2026-11-24T11:00:00.000Z' };
    server.change((state) => state.trace.push(remind));
    await page.waitForResponse((response) => response.url().includes('/api/state'));
    const line = await page.getByRole('button', { name: /^Under the hood/ }).textContent();
    expect(line).toContain('chat.postMessage');
    expect(line).not.toContain('remind');
  });

  test('the clock moves to the next thing due, whose date it names', async () => {
    await open();
    await page.getByRole('button', { name: 'Clock' }).click();
    const item = page.getByRole('menuitem', { name: 'To the next thing due' });
    expect(await item.textContent()).toContain('Tomorrow at 17:00');
    const answered = posted('/api/clock');
    await item.click();
    expect(await answered).toMatchObject([{ to: 'next' }]);
  });
});

describe('the clock', () => {
  test('a running exception offers the day before its end', async () => {
    await open();
    const items = async () => {
      await page.getByRole('button', { name: 'Clock' }).click();
      return page.getByRole('menuitem');
    };
    expect(await (await items()).allTextContents()).not.toContainEqual(expect.stringContaining('exception'));
    await page.keyboard.press('Escape');
    server.change((state) => Object.assign(state, { grantEnds: '2026-12-04T16:00:00.000Z' }));
    await page.waitForResponse((response) => response.url().includes('/api/state'));
    await items();
    const answered = posted('/api/clock');
    await page.getByRole('menuitem', { name: 'To the day before the exception ends It ends Dec 4 at 17:00' }).click();
    expect(await answered).toMatchObject([{ to: 'before_grant_ends' }]);
  });
});

describe('starting over', () => {
  const ask = async () => {
    await page.getByRole('button', { name: 'Clock' }).click();
    await page.getByRole('menuitem', { name: 'Start over' }).click();
    await page.getByRole('dialog', { name: 'Start over?' }).waitFor();
  };
  const resets = () => server.posts.filter(({ path }) => path === '/api/reset').length;

  test('asks first, and keeps everything by default', async () => {
    await open();
    await ask();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(resets()).toBe(0);
  });

  test('goes back to where the preview began', async () => {
    await open();
    await page.getByRole('button', { name: 'Close the tour' }).click();
    await page.getByRole('button', { name: 'edit ▸' }).click();
    await page.getByRole('button', { name: /^Security/ }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'security-exceptions' }).waitFor();
    await ask();
    await page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'Notebook Audit' }).waitFor();
    expect(resets()).toBe(1);
    await page.getByRole('button', { name: 'Developer', pressed: true }).waitFor();
    await page.getByRole('region', { name: 'Tour' }).waitFor();
    expect(await page.getByRole('button', { name: 'Launch as edited' }).count()).toBe(0);
  });
});

describe('how it looks', () => {
  test.each(['light', 'dark'] as const)('%s: every text can be read', async (colorScheme) => {
    await open({ colorScheme, reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'edit ▸' }).click();
    await page.getByRole('button', { name: 'Under the hood' }).click();
    expect(await faintTexts(page)).toEqual([]);
    await page.getByRole('button', { name: 'Under the hood' }).click();
    await page.screenshot({ path: join(pictures, `dm-${colorScheme}.png`) });
    await channel();
    await card('Policy exception request').waitFor();
    expect(await faintTexts(page)).toEqual([]);
    await page.screenshot({ path: join(pictures, `channel-${colorScheme}.png`) });
    server.change((state) => state.modals.push(modal(everyInput(), { errors: { files: 'Choose what happens.' } })));
    await page.getByRole('dialog').waitFor();
    await page.screenshot({ path: join(pictures, `modal-${colorScheme}.png`) });
  });

  test.each([1024, 390])('%i pixels wide: nothing is cut off, and each part is one press away', async (width) => {
    await open({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.screenshot({ path: join(pictures, `dm-${width}.png`) });
    await page.getByRole('button', { name: 'AWS', exact: true }).click();
    await page.getByRole('button', { name: /^Launch nlp-lab/ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.screenshot({ path: join(pictures, `aws-${width}.png`) });
  });
});
