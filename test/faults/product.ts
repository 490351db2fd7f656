import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { HttpClient } from '../support/http-client.js';
import { attempt } from './retrying-client.js';
import { until } from './wait-until.js';

export const ADMIN = { email: 'admin@example.edu', password: 'correct horse' };

/** The built server in its own process, as `npm start` runs it; can be restarted on the same port. */
export class Product {
  readonly client: HttpClient;
  /** What the last start wrote to standard error, with the errors it logged. */
  output = '';
  private process: ChildProcess | null = null;

  constructor(
    readonly port: number,
    private readonly env: Record<string, string>,
  ) {
    this.client = new HttpClient(`http://127.0.0.1:${port}`);
  }

  get pid(): number {
    return this.process!.pid!;
  }

  get hasEnded(): boolean {
    return !this.process || this.process.exitCode !== null || this.process.signalCode !== null;
  }

  launch(): void {
    this.output = '';
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: {
        PATH: process.env['PATH'],
        PORT: String(this.port),
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        RATE_LIMITS: 'off',
        LOG_LEVEL: 'warn',
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (this.output = (this.output + String(chunk)).slice(-200_000)));
    this.process = child;
  }

  /** Resolves when the server accepts requests. When the start fails, throws its output. */
  async ready(): Promise<void> {
    await until('the server is ready', async () => {
      if (this.hasEnded) throw new Error(`the server did not start: ${this.output}`);
      return (await attempt(() => this.client.get('/health/ready')))?.status === 200;
    });
  }

  async start(): Promise<void> {
    this.launch();
    await this.ready();
  }

  /** Ends the process and returns its exit code, or null when a signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.process!;
    if (!this.hasEnded) {
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    }
    return child.exitCode;
  }

  /** The exit code of a process that ends by itself. */
  async ended(): Promise<number | null> {
    await until('the server has ended', () => this.hasEnded);
    return this.process!.exitCode;
  }

  async signIn(email = ADMIN.email, password = ADMIN.password): Promise<HttpClient> {
    const answer = await this.client.post('/auth/login', { email, password });
    const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
    if (answer.status !== 200) throw new Error(`cannot sign in: ${JSON.stringify(answer.body)}`);
    return this.client.with({ cookie });
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
