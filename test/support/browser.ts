import { existsSync, mkdirSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { TestApp } from './app.js';
import type { HttpClient } from './http-client.js';

// With one process, closing a context ends them all.
const UNWANTED = new Set(['--single-process', '--no-zygote']);
const AS_ROOT = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1366, height: 900 };

export const chromiumPath = async (): Promise<string> =>
  process.env['CHROMIUM'] ?? (await chromium.executablePath());
export const CHROMIUM_FLAGS = [...chromium.args.filter((one) => !UNWANTED.has(one)), ...AS_ROOT];

export const startBrowser = async (...flags: string[]): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromiumPath(),
    args: [...CHROMIUM_FLAGS, ...flags],
    headless: true,
  });

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
  page.setDefaultTimeout(15_000);
  await page.clock.setFixedTime(options.deviceTime ?? app.clock.date());
  return page;
}

/** A picture to look at, where SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
