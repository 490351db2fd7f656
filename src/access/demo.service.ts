import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { conflict } from '../domain/errors.js';
import { Config } from '../platform/config/config.js';
import { findFreePort } from '../platform/database/embedded/free-port.js';
import { isLoopback } from '../platform/http/networks.js';
import type { DemoDto, SetupDto } from './access.dto.js';
import { UsersService } from './users.service.js';

/** A message from the demo process: its progress, or that it is ready. */
export type DemoMessage = { progress: string } | { ready: Pick<DemoDto, 'password' | 'signIns'> };

// Two places, because this file runs from src/access in tests and from dist/src/access in the product.
const PROGRAM = ['../../dist/src/demo/main.js', '../demo/main.js']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find(existsSync);
const NOTHING: DemoDto = { state: 'none', progress: null, url: null, password: null, signIns: [] };

/**
 * Starts the demo beside an empty product, for people who want to look around. The demo has its own process,
 * port and data folder, as with `npm run demo`: its clock stands in an autumn term, and its password is
 * public. Only offered on the machine itself.
 */
@Injectable()
export class DemoService implements OnApplicationShutdown {
  private child: ChildProcess | null = null;
  private demo = NOTHING;

  constructor(
    private readonly users: UsersService,
    private readonly config: Config,
  ) {}

  async getSetup(): Promise<SetupDto> {
    const needsFirstAdmin = !(await this.users.isAnybodyThere());
    const canLoadDemo = needsFirstAdmin && isLoopback(this.config.host) && PROGRAM !== undefined;
    return { needsFirstAdmin, canLoadDemo, canResetPassword: this.config.smtpUrl !== null };
  }

  get(): DemoDto {
    return this.demo;
  }

  async start(): Promise<DemoDto> {
    if (!(await this.getSetup()).canLoadDemo) throw conflict('NO_DEMO_HERE');
    if (!this.child) this.launch(await findFreePort());
    return this.demo;
  }

  /** Stops the demo together with the product. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.child) return;
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
  }

  private launch(port: number): void {
    if (this.child) return;
    const { DATABASE_URL: _url, MIGRATIONS_DATABASE_URL: _owner, BASE_URL: _base, ...env } = process.env;
    const child = fork(PROGRAM!, [], {
      env: { ...env, HOST: '127.0.0.1', PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child = child;
    this.demo = { ...NOTHING, state: 'filling' };
    // Uses another host name than the product. Cookies ignore ports, so with the same name each would sign
    // the other's users out.
    const host = new URL(this.config.baseUrl).hostname === 'localhost' ? '127.0.0.1' : 'localhost';
    child.on('message', (news: DemoMessage) => {
      this.demo =
        'ready' in news
          ? { ...NOTHING, ...news.ready, state: 'ready', url: `http://${host}:${port}` }
          : { ...this.demo, progress: news.progress };
    });
    const isGone = (): void => {
      this.child = null;
      this.demo = { ...NOTHING, state: 'failed' };
    };
    child.once('error', isGone);
    child.once('exit', isGone);
  }
}
