import type { Browser, Page } from 'playwright-core';
import { findFreePort } from '../../src/platform/database/embedded/free-port.js';
import { startApp, type TestApp } from './app.js';
import { endBrowser, openAs, startBrowser, type OpenOptions } from './browser.js';
import { succeeded } from './factories.js';
import type { HttpClient } from './http-client.js';

export interface BrowserApp {
  readonly app: TestApp;
  /** Opens a page in a new browser context for one person; it is closed after the test. */
  open(client: HttpClient | null, options?: OpenOptions): Promise<Page>;
}

/** Starts an app in Chicago's time zone and a Chromium for all tests of a `describe` block. */
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
    await endBrowser(browser);
    await app.close();
  });
  return {
    get app() {
      return app;
    },
    async open(client, options) {
      const page = await openAs(browser, app, client, options).catch(async (error: unknown) => {
        // Chromium has ended. The test that was using it has failed; the next one gets a new Chromium.
        if (!/closed/i.test(String(error))) throw error;
        browser = await startBrowser();
        return openAs(browser, app, client, options);
      });
      pages.push(page);
      return page;
    },
  };
}
