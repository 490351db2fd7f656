import { aLocation, succeeded } from './factories.js';
import { FileHost } from './file-host.js';
import type { Answer } from './http-client.js';
import { littlePatience } from './patience.js';
import { beside, collected, runsOf, storedRequests, type StoredRequest } from './sources.js';

/** A mapping of the columns `key` and `opened`, and more. */
export const fileMapping = (columns: Record<string, string> = {}, overrides: object = {}): object => ({
  columns: { externalId: 'key', openedAt: 'opened', ...columns },
  ...overrides,
});

/** The app beside a server with a file, and sources that read it. As new before each test. */
export class FileSources {
  private readonly given = beside(() => new FileHost());
  locationId = '';

  constructor() {
    beforeAll(async () => {
      this.locationId = (await aLocation(this.app)).id;
    });
    beforeEach(() => littlePatience());
  }

  get app(): (typeof this.given)['app'] {
    return this.given.app;
  }

  get host(): FileHost {
    return this.given.system;
  }

  create = (settings: object, overrides: object = {}): Promise<Answer> =>
    this.app.admin.post('/support-sources', {
      name: 'file',
      kind: 'file-url',
      locationId: this.locationId,
      everyMinutes: 5,
      enabled: true,
      settings: { url: this.host.url, mapping: fileMapping(), ...settings },
      ...overrides,
    });

  /** A source that has collected once. */
  aSource = async (mapping: object = fileMapping(), overrides: object = {}): Promise<string> => {
    const { id } = succeeded(await this.create({ mapping }, overrides)) as { id: string };
    await this.app.jobsDone();
    return id;
  };

  /** Reads the file again. Returns the newest run. */
  again = async (id: string): Promise<Answer['body']> => {
    await collected(this.app, id);
    return (await runsOf(this.app, id))[0]!;
  };

  stored = (source = 'file'): Promise<StoredRequest[]> => storedRequests(this.app, source);
}
