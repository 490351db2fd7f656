import type { TestApp } from './app.js';
import { succeeded, type Made } from './factories.js';
import type { Answer } from './http-client.js';
import { signatureOf } from './signatures.js';

/** What may be different from a push as it should be. */
export interface PushOptions {
  id?: string;
  /** When it says that it was signed. */
  at?: number;
  secret?: string;
  /** The body that was signed, when another one is sent. */
  signed?: string;
  headers?: Record<string, string>;
}

/** A system that pushes its requests, with the library of Standard Webhooks. */
export class Pusher {
  constructor(
    private readonly app: TestApp,
    readonly source: Made & { version: number },
    public secret: string,
  ) {}

  get path(): string {
    return `/hooks/support/${this.source.id}`;
  }

  send(body: unknown, options: PushOptions = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const { signed = text, secret = this.secret, headers, at = this.app.clock.now(), id } = options;
    return this.app.anonymous.post(this.path, text, {
      ...signatureOf(signed, { secret, at, id }),
      ...headers,
    });
  }

  async sent(body: unknown, options: PushOptions = {}): Promise<Answer['body']> {
    return succeeded(await this.send(body, options));
  }
}

export const pushSourceBody = (overrides: object = {}): Record<string, unknown> => ({
  name: 'kiosk',
  kind: 'push',
  settings: {},
  everyMinutes: 60,
  enabled: true,
  ...overrides,
});

export async function aPusher(app: TestApp, overrides: object = {}): Promise<Pusher> {
  const source = succeeded(await app.admin.post('/support-sources', pushSourceBody(overrides)));
  await app.jobsDone();
  return new Pusher(app, source, source.secret as string);
}

/** A request in the evening before the tests' noon. */
export const aPush = (externalId: string, overrides: object = {}): object => ({
  externalId,
  openedAt: '2026-10-25T20:00:00-05:00',
  ...overrides,
});
