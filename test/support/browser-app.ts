import type { Browser, Page } from 'playwright-core';
import { findFreePort } from '../../src/platform/database/embedded/free-port.js';
import { startApp, type TestApp } from './app.js';
import { openAs, startBrowser, type Opened } from './browser.js';
import { succeeded } from './factories.js';
import type { HttpClient } from './http-client.js';

export interface BrowserApp {
  readonly app: TestApp;
  /** A browser of its own for one person, closed after the test. */
  open(client: HttpClient | null, options?: Opened): Promise<Page>;
}

/** An app in Chicago and a Chromium for the tests of a block. */
export function browserApp(
  env: () => Promise<Record<string, string>> = () => Promise.resolve({}),
): BrowserApp {
  let browser: Browser;
  let app: TestApp;
  const pages: Page[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
    app = await startApp({ env: { PORT: String(await findFreePort()), ...(await env()) } });
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
  }, 120_000);
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });
  return {
    get app() {
      return app;
    },
    async open(client, options) {
      const page = await openAs(browser, app, client, options).catch(async (error: unknown) => {
        // It has died since; whoever was using it has failed by that, and the next test begins with another.
        if (!/closed/i.test(String(error))) throw error;
        browser = await startBrowser();
        return openAs(browser, app, client, options);
      });
      pages.push(page);
      return page;
    },
  };
}
