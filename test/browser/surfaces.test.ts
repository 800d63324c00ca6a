import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { type LocalMode, startBuiltLocalMode } from './local-mode';

const pictures = join(__dirname, '../../coverage/page');
const faults: string[] = [];
let local: LocalMode;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  local = await startBuiltLocalMode();
  browser = await launchBrowser();
  page = await openPage({ viewport: { width: 1440, height: 900 } });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await local.close();
});

async function openPage(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const opened = await (await browser.newContext({ timezoneId: 'UTC', ...options })).newPage();
  opened.setDefaultTimeout(30_000);
  opened.on('pageerror', (error) => faults.push(String(error)));
  await opened.goto(local.url);
  await opened.getByRole('heading', { level: 1 }).waitFor();
  return opened;
}

type Role = 'Developer' | 'Team lead' | 'Security';

const picture = (name: string) => page.screenshot({ path: join(pictures, `surfaces-${name}.png`) });
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const actAs = async (role: Role) => {
  await button(new RegExp(`^${role}`)).click();
  await page.getByRole('button', { name: new RegExp(`^${role}`), pressed: true }).waitFor();
};
const openPlace = async (name: RegExp) => {
  await page.getByRole('navigation', { name: 'Workspace' }).getByRole('button', { name }).click();
  await page.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor();
};
const card = (text: string) => page.getByRole('article').filter({ hasText: text }).last();

/** Runs what somebody does, and waits until the page shows the state after it. */
async function settled(path: string, deed: () => Promise<unknown>): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith(path));
  await deed();
  await answered;
  await page.waitForResponse((response) => response.url().includes('/api/state'));
}

/** Types a command into the DM with the bot, and answers the message that only whoever typed it sees. */
async function typed(command: string, answer: RegExp) {
  const box = page.getByRole('main').getByRole('textbox');
  await settled('/api/slack/message', async () => {
    await box.fill(command);
    await box.press('Enter');
  });
  const said = page.getByRole('article').filter({ hasText: answer }).last();
  await said.filter({ hasText: 'Only visible to you' }).waitFor();
  return said;
}

async function moveClock(item: string | RegExp): Promise<void> {
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await button('Clock').click();
  await settled('/api/clock', () => page.getByRole('menuitem', { name: item }).click());
}

// The tests follow each other in one workspace: the first fills it.
test('one press fills the workspace with a quarter, tells how far it is, and says that it is made up', async () => {
  const box = button('Clock');
  await box.click();
  await page.getByRole('menuitem', { name: 'Fill with a sample quarter' }).click();
  const progress = page.getByRole('dialog', { name: 'A sample quarter' });
  await progress.getByText(/^Week \d+ of 12$/).waitFor();
  await picture('progress');
  await progress.waitFor({ state: 'detached', timeout: 110_000 });
  await page.getByText('people and notebooks are made up').waitFor();
  await page.getByText('The sample quarter is here.').waitFor();
  expect(await page.locator('.sample-badge').count()).toBeGreaterThan(10);
  await box.click();
  expect(await page.getByRole('menuitem', { name: 'Fill with a sample quarter' }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await picture('filled');
}, 120_000);

const everybody: [string, RegExp][] = [
  ['help', /helps keep SageMaker notebooks on the company network/],
  ['policy', /What is asked of every SageMaker notebook/],
  ['lst', /No command lst\. Did you mean list\?/],
];
const answers: Record<Role, [string, RegExp][]> = {
  Developer: [
    ['', /\*?Next:|need something/],
    ...everybody,
    ['list', /Notebooks that need something · 1-3 of 3/],
    ['list overdue', /date passed: none that you can see/],
    ['list team:search', /none that you can see/],
    ['exceptions', /Policy exceptions, asked for or allowed · 1 of 1/],
    ['guardrail', /is for team leads and security/],
    ['owner growth @ravi', /Only team leads and security say whom a tag means/],
    ['scan', /Only team leads and security start a scan/],
    ['report 90d', /leads|lead/],
    ['export', /Started/],
  ],
  'Team lead': [
    ['', /Team growth: 4 need something, 1 date has passed/],
    ...everybody,
    ['list', /Notebooks that need something · 1-6 of 6/],
    ['list overdue', /date passed · 1 of 1/],
    ['exceptions expiring', /vendor-scores/],
    ['guardrail', /A guardrail from your policy/],
    ['owner forecast @ravi', /is not a tag of a team that you lead/],
    ['report 90d team:growth', /Started/],
    ['export', /Started/],
    ['scan', /Started: 1 account × 1 region/],
  ],
  Security: [
    ['', /8 open .*3 dates have passed.*2 requests wait.*1 without an owner/],
    ...everybody,
    ['list', /Notebooks that need something · 1-8 of 9/],
    ['list overdue', /date passed · 1-3 of 3/],
    ['exceptions pending', /consent-audit/],
    ['guardrail', /A guardrail from your policy/],
    ['owner forecast @ravi', /forecast/],
    ['report 90d', /Started/],
    ['export', /Started/],
    ['scan', /Such a scan was started less than 10 minutes ago/],
  ],
};
const slugOf = (words: string) =>
  words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');

describe.each(Object.keys(answers) as Role[])('what the %s types is answered in their scope', (role) => {
  beforeAll(async () => {
    await actAs(role);
    await openPlace(/Notebook Audit/);
  });
  test.each(answers[role])('/notebook-audit %s', async (command, answer) => {
    await typed(`/notebook-audit ${command}`.trim(), answer);
    await picture(slugOf(`${role} ${command}`));
  });
  test('the numbers come with a chart to whoever leads a team or is of security', async () => {
    const chart = page.getByRole('img', { name: /by week/i });
    if (role === 'Developer') expect(await chart.count()).toBe(0);
    else await chart.last().waitFor();
    await picture(slugOf(`${role} report chart`));
  });
  test('the export is a file in their direct message, and holds what they may see', async () => {
    const link = card('Your export')
      .getByRole('link', { name: /^CSV Notebooks|Notebooks, / })
      .first();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const csv = await readFile(await download.path(), 'utf8');
    expect(csv).toContain('vendor-scores');
    expect(csv.includes('fleet-eta')).toBe(role !== 'Developer');
    expect(csv.includes('rank-features')).toBe(role === 'Security');
  });
});

test('a scan tells in the caller’s direct message what it found', async () => {
  await actAs('Team lead');
  await openPlace(/Notebook Audit/);
  await card('notebooks')
    .filter({ hasText: /Done|need something/ })
    .last()
    .waitFor();
  await picture('scan-done');
  await actAs('Security');
  await openPlace(/Notebook Audit/);
});

test('a list that is longer than a page goes on, and back', async () => {
  await typed('/notebook-audit list', /1-8 of 9/);
  await button('Later').last().click();
  await card('9 of 9').waitFor();
  await picture('list-later');
  await button('Earlier').last().click();
  await card('1-8 of 9').waitFor();
});

test('show looks at one notebook now, and offers what the card offers', async () => {
  const box = page.getByRole('main').getByRole('textbox');
  await box.fill('/notebook-audit show rank-features');
  await box.press('Enter');
  const view = page.getByRole('dialog');
  await view
    .getByRole('heading', { name: /rank-features/ })
    .last()
    .waitFor();
  await view.getByRole('button', { name: 'Assign Someone Else' }).waitFor();
  await picture('show');
  await page.keyboard.press('Escape');
  await view.waitFor({ state: 'detached' });
});

describe('App Home', () => {
  test('of the developer lists what is theirs, page by page', async () => {
    await actAs('Developer');
    for (let launches = 0; launches < 6; launches += 1) {
      await settled('/api/aws/create', () => page.locator('#launch[aria-busy="false"]').click());
    }
    await page
      .getByRole('navigation', { name: 'Workspace' })
      .getByRole('button', { name: /App Home/ })
      .click();
    await settled('/api/slack/action', () => button('Refresh').click());
    await button('Open vendor-scores').or(button('Later')).first().waitFor();
    await picture('home-developer');
    await button('Later').last().click();
    await button('Earlier').waitFor();
    await picture('home-developer-later');
  });

  test('of the lead has their team beside what is theirs', async () => {
    await settled('/api/slack/home', () => actAs('Team lead'));
    await button('Team').waitFor();
    await button('Team').click();
    await button('Open churn-panel').first().waitFor();
    await picture('home-lead');
    await page
      .getByRole('main')
      .locator('.home')
      .evaluate((home) => home.scrollTo(0, home.scrollHeight));
    await picture('home-lead-end');
  });

  test('of security leads to the queue of requests and to what nobody owns', async () => {
    await settled('/api/slack/home', () => actAs('Security'));
    await button('Security, shown now')
      .or(page.getByRole('main').getByRole('button', { name: 'Security' }))
      .first()
      .click();
    await button('Review Requests (2)').waitFor();
    await picture('home-security');
    await page
      .getByRole('main')
      .locator('.home')
      .evaluate((home) => home.scrollTo(0, home.scrollHeight));
    await picture('home-security-end');
  });
});

test('the queue of requests takes one decision after the other, here the second of two approvals', async () => {
  await page
    .getByRole('main')
    .locator('.home')
    .evaluate((home) => home.scrollTo(0, 0));
  await button('Review Requests (2)').click();
  const review = page.getByRole('dialog', { name: /Review \d of 2/ });
  await review.waitFor();
  await review.getByText('consent-audit').first().waitFor();
  await review
    .getByRole('radio', { name: /^Approve/ })
    .first()
    .check();
  await picture('review');
  await review.getByRole('button', { name: 'Save and next' }).click();
  await page.getByRole('dialog', { name: 'Review 2 of 2' }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Save and next' }).click();
  await page.getByRole('dialog', { name: 'Review requests' }).getByText('Done: 1 approved').waitFor();
  await picture('review-done');
  await page.keyboard.press('Escape');
  await openPlace(/security-exceptions/);
  await card('Policy exception request: consent-audit').getByText('Granted until').waitFor();
});

test('a notebook without an owner gets one, who gets its card', async () => {
  await typed('/notebook-audit', /1 without an owner/);
  await button('Assign Owners').last().click();
  const list = page.getByRole('dialog', { name: 'Assign owners' });
  await list.getByText('retrain').first().waitFor();
  await picture('assign-owners');
  await list.getByRole('button', { name: 'Assign retrain' }).click();
  const form = page.getByRole('dialog', { name: 'Assign owner', exact: true });
  await form.getByLabel('Person').selectOption('Dana Okafor');
  await form.getByRole('button', { name: 'Send the card' }).click();
  await form.waitFor({ state: 'detached' });
  if (await list.isVisible()) await page.keyboard.press('Escape');
  await actAs('Developer');
  await openPlace(/Notebook Audit/);
  await card('says this notebook is yours').waitFor();
  await picture('assigned');
});

describe('a policy exception', () => {
  const fill = async (reason: string) => {
    const form = page.getByRole('dialog', { name: 'Request policy exception' });
    await form.getByRole('radio', { name: 'A third-party API' }).check();
    await form.getByLabel('In your words').fill(reason);
    await form.getByRole('radio', { name: '14 days' }).check();
    await picture('exception-form');
    await form.getByRole('button', { name: 'Send to security' }).click();
    await form.waitFor({ state: 'detached' });
    const view = page.getByRole('dialog', { name: /^NB-/ });
    if (await view.isVisible()) await view.getByRole('button', { name: 'Close' }).last().click();
  };
  const theCard = () => page.getByRole('article').filter({ hasText: 'email-topics has direct internet access' });

  test('is requested from the card', async () => {
    await theCard().last().getByRole('button', { name: 'Request Exception' }).click();
    await fill('The topics service of the vendor answers to public addresses only, for now.');
    await theCard().getByText('With security since').last().waitFor();
  });

  test('is asked about by security, and the answer comes back to the request', async () => {
    await actAs('Security');
    await openPlace(/security-exceptions/);
    const request = card('Policy exception request: email-topics');
    await request.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Ask the Requester' }).click();
    const form = page.getByRole('dialog', { name: 'Ask the requester' });
    await form.getByLabel('Question').fill('Which hosts does it talk to?');
    await form.getByRole('button', { name: 'Send question' }).click();
    await request.getByText('Question to requester').waitFor();
    await actAs('Developer');
    await openPlace(/Notebook Audit/);
    await card('Which hosts does it talk to?').waitFor();
    await picture('asked');
    await theCard().last().getByRole('button', { name: 'Answer' }).click();
    const answer = page.getByRole('dialog', { name: 'Answer security' });
    await answer.getByLabel('Answer', { exact: true }).fill('Two hosts of the vendor.');
    await answer.getByRole('button', { name: 'Send answer' }).click();
    await answer.waitFor({ state: 'detached' });
    await actAs('Security');
    await openPlace(/security-exceptions/);
    await request.getByText('Two hosts of the vendor.').waitFor();
    await picture('answered');
  });

  test('is granted', async () => {
    const request = card('Policy exception request: email-topics');
    await request.getByRole('button', { name: 'Approve', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Allow until/ })
      .click();
    await request.getByText('Granted until').waitFor();
    await picture('granted');
  });

  test('ends with warnings 7 days and 1 day before, and then says so', async () => {
    await actAs('Developer');
    await openPlace(/Notebook Audit/);
    const warnings = page.getByRole('article').filter({ hasText: 'email-topics is allowed until' });
    const days: number[] = [];
    let day = 0;
    for (; day < 20 && !(await card('The policy exception for email-topics ended').isVisible()); day += 1) {
      if ((await warnings.count()) > days.length) days.push(day);
      await moveClock(/^\+1 day/);
    }
    await picture('exception-ended');
    // The day before it is a Sunday, so the last warning comes on the Friday.
    expect(days).toEqual([7, 11]);
    expect(day).toBeLessThan(17);
  }, 240_000);

  test('is asked for again, which is a new decision', async () => {
    await button('Open email-topics').last().click();
    await page.getByRole('dialog', { name: /^NB-/ }).getByRole('button', { name: 'Request Exception' }).click();
    await fill('The private link of the vendor is late by two weeks; the reason is the same.');
    await actAs('Security');
    await openPlace(/security-exceptions/);
    await card('Policy exception request: email-topics').getByText('1 here').waitFor();
    await picture('asked-again');
  });
});

test.each([
  ['dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 390, height: 844 } }],
])('the %s page shows the filled workspace', async (name, options) => {
  const other = await openPage(options);
  await other.getByRole('article').last().waitFor();
  await other.screenshot({ path: join(pictures, `surfaces-${name}-dm.png`) });
  if (name === 'phone') await other.getByRole('button', { name: 'Menu', exact: true }).click();
  await other
    .getByRole('button', { name: /^Security/ })
    .first()
    .click();
  if (name === 'phone') await other.getByRole('button', { name: 'Menu', exact: true }).click();
  await other.getByRole('button', { name: /App Home/ }).click();
  await other.getByRole('button', { name: 'Refresh' }).waitFor();
  await other.screenshot({ path: join(pictures, `surfaces-${name}-home.png`) });
  await other.context().close();
});

test('the page had no fault on the way', () => {
  expect(faults).toEqual([]);
});
