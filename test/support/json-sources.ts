import { MINUTE } from '../../src/domain/interval.js';
import { aLocation, succeeded } from './factories.js';
import type { Answer } from './http-client.js';
import { JsonSystem } from './json-system.js';
import { littlePatience } from './patience.js';
import { beside, storedRequests } from './sources.js';

/** The app beside a small JSON system, and sources that read it. As new before each test; nobody waits long for another attempt. */
export class JsonSources {
  private readonly given = beside(() => new JsonSystem());
  private locationId = '';

  constructor() {
    beforeAll(async () => {
      this.locationId = (await aLocation(this.app)).id;
    });
    beforeEach(() => {
      littlePatience();
      this.system.now = () => this.app.clock.now();
    });
  }

  get app(): (typeof this.given)['app'] {
    return this.given.app;
  }

  get system(): JsonSystem {
    return this.given.system;
  }

  create = (settings: object, overrides: object = {}): Promise<Answer> =>
    this.app.admin.post('/support-sources', {
      name: 'json',
      kind: 'declarative',
      locationId: this.locationId,
      everyMinutes: 5,
      enabled: true,
      settings,
      ...overrides,
    });

  /** A source that has collected once. */
  aSource = async (settings: object): Promise<string> => {
    const { id } = succeeded(await this.create(settings)) as { id: string };
    await this.app.jobsDone();
    return id;
  };

  ids = async (): Promise<number[]> =>
    (await storedRequests(this.app, 'json')).map(({ externalId }) => Number(externalId));

  allIds = (): number[] => this.system.tickets.map(({ id }) => id);

  openMany = (count: number, step = MINUTE): void => {
    for (let index = 0; index < count; index++)
      this.system.open(this.app.clock.now() - (count - index) * step);
  };
}
