import { startApp, type TestApp } from './app.js';
import { aLocation, succeeded } from './factories.js';
import { FakeImap } from './fake-imap.js';
import { fileMapping } from './file-sources.js';
import type { Answer } from './http-client.js';
import { usualPatience } from './patience.js';
import { clearSources, collected, runsOf, storedRequests, type StoredRequest } from './sources.js';

/** The app beside a mail server without TLS, which it may ask. As new before each test: Monday, 26 October 2026, noon in Chicago. */
export class MailboxSources {
  app!: TestApp;
  readonly mail = new FakeImap();
  locationId = '';

  /** `hosts`: others that may be asked. */
  constructor(hosts: () => Promise<readonly string[]> = () => Promise.resolve([])) {
    beforeAll(async () => {
      await this.mail.start();
      const allowed = [this.mail.host, ...(await hosts())];
      this.app = await startApp({ env: { PRIVATE_HOSTS: allowed.join(',') } });
      this.locationId = (await aLocation(this.app)).id;
    });
    beforeEach(async () => {
      usualPatience();
      this.app.clock.set('2026-10-26T17:00:00Z');
      this.mail.reset();
      await clearSources(this.app);
    });
    afterAll(async () => {
      await this.app.close();
      await this.mail.stop();
    });
  }

  settings = (overrides: object = {}): Record<string, unknown> => ({
    host: '127.0.0.1',
    port: this.mail.port,
    tls: false,
    user: FakeImap.USER,
    password: FakeImap.PASSWORD,
    mapping: fileMapping(),
    ...overrides,
  });

  create = (settings: object = {}, overrides: object = {}): Promise<Answer> =>
    this.app.admin.post('/support-sources', {
      name: 'mail',
      kind: 'mailbox',
      locationId: this.locationId,
      everyMinutes: 5,
      enabled: true,
      settings: this.settings(settings),
      ...overrides,
    });

  /** A source that has collected once. */
  aSource = async (settings: object = {}): Promise<string> => {
    const { id } = succeeded(await this.create(settings)) as { id: string };
    await this.app.jobsDone();
    return id;
  };

  /** Reads the mailbox again. Returns the newest run. */
  again = async (id: string): Promise<Answer['body']> => {
    await collected(this.app, id);
    return (await runsOf(this.app, id))[0]!;
  };

  stored = (): Promise<StoredRequest[]> => storedRequests(this.app, 'mail');

  storedIds = async (): Promise<string[]> => (await this.stored()).map(({ externalId }) => externalId);
}
