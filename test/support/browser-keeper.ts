import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type BrowserServer, type LaunchOptions } from 'playwright-core';

// With these flags Chromium is one process, and closing one context closes all.
const UNWANTED = new Set(['--single-process', '--no-zygote']);
const AS_ROOT = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];
const STARTS_TRIED = 3;

export const chromiumPath = async (): Promise<string> =>
  process.env['CHROMIUM'] ?? (await chromium.executablePath());
export const CHROMIUM_FLAGS = [...chromium.args.filter((one) => !UNWANTED.has(one)), ...AS_ROOT];

export const launchOptions = async (flags: string[]): Promise<LaunchOptions> => ({
  executablePath: await chromiumPath(),
  args: [...CHROMIUM_FLAGS, ...flags],
  headless: true,
});

/**
 * Runs one Chromium for all test files of a run, and one more for each other set of flags. It belongs to
 * Jest's main process, and is started again when it has ended unexpectedly. Test files request its address
 * over HTTP: `GET /?flag=…`. The first request starts it.
 */
export class BrowserKeeper {
  private readonly running = new Map<string, Promise<BrowserServer>>();
  private readonly server: Server;
  private readonly say: (line: string) => void;
  private starts = 0;
  private deaths = 0;
  private isClosing = false;

  constructor(say: (line: string) => void) {
    this.say = say;
    this.server = createServer((request, response) => {
      const flags = new URL(request.url ?? '/', 'http://keeper').searchParams.getAll('flag');
      this.browserWith(flags).then(
        (browser) => response.end(browser.wsEndpoint()),
        (error: unknown) => response.writeHead(503).end(String(error)),
      );
    });
  }

  /** Starts to listen, and returns the keeper's address. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Ends the browsers, and reports how many were started and how many ended unexpectedly. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.server.close();
    for (const browser of this.running.values()) await (await browser).close();
    if (this.starts > 0) this.say(`Chromium was started ${this.starts} times and died ${this.deaths} times.`);
  }

  private browserWith(flags: string[]): Promise<BrowserServer> {
    const key = flags.join(' ');
    const running = this.running.get(key) ?? this.start(flags);
    this.running.set(key, running);
    // After a failed start, the next request tries again.
    running.catch(() => this.running.delete(key));
    return running;
  }

  private async start(flags: string[], tried = 1): Promise<BrowserServer> {
    this.starts += 1;
    try {
      const browser = await playwright.launchServer(await launchOptions(flags));
      // The `close` event of the browser server comes late: it waits for child processes that still run.
      browser.process().once('exit', (exitCode, signal) => {
        if (this.isClosing) return;
        this.running.delete(flags.join(' '));
        this.died(`while it was used (${signal ?? `exit code ${exitCode}`})`);
        void browser.kill().catch(() => undefined);
      });
      return browser;
    } catch (error) {
      this.died(`at its start: ${String(error)}`);
      if (tried === STARTS_TRIED) throw error;
      return this.start(flags, tried + 1);
    }
  }

  private died(how: string): void {
    this.deaths += 1;
    this.say(`Chromium died ${how}`);
  }
}
