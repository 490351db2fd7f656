import { existsSync, mkdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
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

/** The run's Chromium (browser-keeper.ts), or one of its own outside of Jest. Closing it ends what was opened by it here. */
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

export interface Opened {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  zone?: string;
  /** What the device's clock shows, where that is not the server's time. */
  deviceTime?: string;
}

/** A browser of its own for one person: signed in as a client is, by the test's clock, in the location's zone. */
export async function openAs(
  browser: Browser,
  app: TestApp,
  client: HttpClient | null,
  options: Opened = {},
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
  return page;
}

/** What a person was given as a file. The browser runs in another process, so there is no path to it. */
export const contentOf = async (download: Download): Promise<string> =>
  text(await download.createReadStream());

/** A picture to look at, where SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
