import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { type LocalMode, startBuiltLocalMode } from './local-mode';

let local: LocalMode;
let browser: Browser;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  local = await startBuiltLocalMode();
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(local.url);
});
afterAll(async () => {
  await browser.close();
  await local.close();
});

const actAs = (role: string) => page.getByRole('button', { name: new RegExp(`^${role}`) }).click();
const press = (name: string) => page.getByRole('button', { name, exact: true }).last().click();
const card = (text: string) => page.getByRole('article').filter({ hasText: text }).last();
const done = (step: string) =>
  page
    .getByRole('region', { name: 'Tour' })
    .getByRole('listitem')
    .filter({ hasText: step })
    .getByText('(done)')
    .waitFor({ state: 'attached' });

// The steps follow each other as the tour does: each needs the ones before it.
test('a launch brings a card into the owner’s DM', async () => {
  await page.getByText('No cards yet.').waitFor();
  await page.getByRole('button', { name: 'Launch churn-eda with direct internet access' }).click();
  await card('churn-eda has direct internet access').waitFor();
  await page.getByRole('log').getByText('Nothing is blocked, stopped or deleted').waitFor();
  await done('Launch a notebook');
});

test('the owner requests an exception; an empty reason is refused under the field', async () => {
  await press('Request Exception');
  const modal = page.getByRole('dialog', { name: 'Request policy exception' });
  await modal.getByRole('radio', { name: 'A third-party API' }).check();
  await modal.getByText('Still needed?').waitFor();
  await modal.getByRole('button', { name: 'Send to security' }).click();
  await modal.getByRole('alert').first().waitFor();
  await modal.getByLabel('In your words').fill('The vendor API answers to public addresses only, <!channel>.');
  await modal.getByLabel('What protects the data meanwhile?').fill('An allow list of two addresses.');
  await modal.getByRole('radio', { name: '14 days' }).check();
  await modal.getByRole('button', { name: 'Send to security' }).click();
  await modal.waitFor({ state: 'detached' });
  await card('With security since').waitFor();
  await done('request an exception');
});

test('security approves it for a shorter time, and nobody was paged by the reason', async () => {
  await actAs('Security');
  await page.getByRole('button', { name: /^security-exceptions/ }).click();
  const request = card('Policy exception request: churn-eda');
  await request.getByText('<!channel>').waitFor();
  expect(await page.getByRole('log').locator('[data-broadcast]').count()).toBe(0);
  await press('Approve Shorter');
  const modal = page.getByRole('dialog', { name: 'Approve shorter' });
  await modal.getByRole('button', { name: 'Approve', exact: true }).click();
  await card('Granted until').waitFor();
  await done('approve it shorter');
});

async function moveClock(item: string) {
  await page.getByRole('button', { name: 'Clock', exact: true }).click();
  const moved = page.waitForResponse((response) => response.url().endsWith('/api/clock'));
  await page.getByRole('menuitem', { name: item }).click();
  await moved;
  await page.waitForResponse((response) => response.url().includes('/api/state'));
}

test('the clock goes to the day before the exception ends in one step', async () => {
  await moveClock('To the day before the exception ends');
  await done('Move the clock');
});

test('the owner runs the corrected launch, deletes the old notebook, and sees it resolved by evidence', async () => {
  await actAs('Developer');
  // An exception that ends after work brings its new card in the morning.
  const over = card('which comes');
  for (let moves = 0; moves < 4 && !(await over.isVisible()); moves += 1) await moveClock('To the next thing due');
  await over.waitFor();
  await moveClock('To the next thing due');
  await card('ended').waitFor();
  await press('Schedule Migration');
  const modal = page.getByRole('dialog', { name: 'Schedule migration' });
  await modal.getByRole('radio', { name: 'Nothing to keep' }).check();
  await modal.getByRole('button', { name: 'Save and show plan' }).click();
  const plan = page.getByRole('dialog', { name: 'Migration plan' });
  await plan.getByRole('button', { name: 'Run the corrected launch in the AWS pane →' }).click();
  await plan.waitFor({ state: 'detached' });
  const row = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await row('churn-eda-2').getByText('InService').waitFor();
  await page.getByRole('button', { name: 'Stop churn-eda', exact: true }).click();
  await page.getByRole('button', { name: 'Delete churn-eda', exact: true }).click();
  await row('churn-eda').waitFor({ state: 'detached' });
  await card('Resolved').waitFor();
  await done('Watch it resolve');
  await page.getByRole('link', { name: 'Install it: 30 minutes →' }).waitFor();
});

test('the page had no fault on the way', () => {
  expect(faults).toEqual([]);
});
