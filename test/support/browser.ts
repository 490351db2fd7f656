import { existsSync, mkdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import {
  chromium as playwright,
  type Browser,
  type BrowserContext,
  type Download,
  type Page,
} from 'playwright-core';
import type { TestApp } from './app.js';
import { launchOptions } from './browser-keeper.js';
import type { HttpClient } from './http-client.js';

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1366, height: 900 };

/**
 * Connects to the run's Chromium (browser-keeper.ts); outside of Jest it starts a new one. Closing the result
 * closes only what was opened through it.
 */
export async function startBrowser(...flags: string[]): Promise<Browser> {
  const keeper = process.env['AFTERHOURS_TEST_BROWSERS'];
  if (!keeper) return playwright.launch(await launchOptions(flags));
  const asked = new URL(keeper);
  for (const flag of flags) asked.searchParams.append('flag', flag);
  const response = await fetch(asked);
  const answer = await response.text();
  if (!response.ok) throw new Error(`no Chromium could be started: ${answer}`);
  return playwright.connect(answer);
}

const CLOSING_MILLIS = 20_000;

/**
 * Closes a connection to the run's Chromium. A Chromium that does not answer is left to the end of the run: tests
 * close what they opened themselves.
 */
export async function endBrowser(browser: Browser): Promise<void> {
  await Promise.race([browser.close(), delay(CLOSING_MILLIS, undefined, { ref: false })]);
}

export interface OpenOptions {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  zone?: string;
  /** The time of the device's clock; without it, the server's time. */
  deviceTime?: string;
}

/** Opens a page in a new browser context: signed in like the client, at the time of the test's clock. */
export async function openAs(
  browser: Browser,
  app: TestApp,
  client: HttpClient | null,
  options: OpenOptions = {},
): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    baseURL: app.url,
    viewport: options.viewport ?? DESK,
    colorScheme: options.colorScheme ?? 'light',
    timezoneId: options.zone ?? 'America/Chicago',
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  const [name, value] = client?.headers['cookie']?.split('=') ?? [];
  if (name && value) await context.addCookies([{ name, value, url: app.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.clock.setFixedTime(options.deviceTime ?? app.clock.date());
  waitForPlaceholders(page);
  return page;
}

/** Long enough for a busy machine, and short for tests that hold an answer back. */
const PLACEHOLDERS_MILLIS = 3_000;

/**
 * `goto` also waits until content has taken the place of its placeholders. A click that is pressed before and
 * released after that could miss a button that moves.
 */
function waitForPlaceholders(page: Page): void {
  const goto = page.goto.bind(page);
  page.goto = async (...parameters) => {
    const response = await goto(...parameters);
    await page
      .locator('body:not(:has([aria-busy="true"]))')
      .waitFor({ state: 'attached', timeout: PLACEHOLDERS_MILLIS })
      .catch(() => undefined);
    return response;
  };
}

/** The text of a downloaded file. It is read as a stream, because the browser runs in another process. */
export const contentOf = async (download: Download): Promise<string> =>
  text(await download.createReadStream());

/** Saves a screenshot if SCREENSHOTS names a folder. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
