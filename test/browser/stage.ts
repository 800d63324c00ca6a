import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { type FixtureServer, startFixtureServer } from './fixture-server';

const pictures = join(__dirname, '../../coverage/page');
const desktop = { width: 1440, height: 900 };

/**
 * The page before a fixture server, for one test file. After each test the page is closed, and the test fails when a
 * script on it failed or opened a dialog of the browser.
 */
export function stagePage() {
  let server: FixtureServer;
  let browser: Browser;
  let page: Page;
  let faults: string[];

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

  return {
    get server() {
      return server;
    },
    get page() {
      return page;
    },
    async open(options: BrowserContextOptions = {}) {
      const context = await browser.newContext({ viewport: desktop, timezoneId: 'UTC', ...options });
      page = await context.newPage();
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('dialog', (dialog) => {
        faults.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(server.url);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    /** The bodies POSTed to this path, once the page has asked for the state again. */
    async posted(path: string) {
      await page.waitForResponse((response) => response.url().includes('/api/state'));
      return server.posts.filter((post) => post.path === path).map((post) => post.body);
    },
    channel: () => page.getByRole('button', { name: 'security-exceptions' }).click(),
    card: (name: string) => page.getByRole('article').filter({ hasText: name }),
    picture: (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) }),
  };
}
