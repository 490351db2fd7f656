import { setTimeout as sleep } from 'node:timers/promises';
import { succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { attempt, insist } from './retrying-client.js';
import { jobsDone, leftLocked, missingMinutes } from './inspection.js';
import { OwnPostgres } from './own-postgres.js';
import { freePort, Product } from './product.js';
import { until } from './wait-until.js';
import { dateIn, ROWS, World } from './world.js';

/** A server whose database goes away and comes back, and its answers meanwhile. */
class Outage {
  /** By kind of request. */
  readonly answers: (Answer | null)[][] = [];
  readonly liveness = new Set<number | undefined>();
  readonly readiness = new Set<number | undefined>();
  postgres: OwnPostgres;
  product: Product;
  world: World;
  place: string;
  hours: string;
  queued: string;
  private isAway = false;

  constructor(
    readonly name: string,
    private readonly seconds: number,
    private readonly begin: (postgres: OwnPostgres) => Promise<void> | void,
    private readonly end: (postgres: OwnPostgres) => Promise<void> | void,
  ) {}

  async prepare(): Promise<void> {
    this.postgres = await OwnPostgres.create();
    this.product = new Product(await freePort(), { DATABASE_URL: this.postgres.url });
    await this.product.start();
    this.world = new World(await this.product.signIn(), () => this.postgres.url);
    this.place = await this.world.location();
    this.hours = await this.world.coverageHours(this.place);
    await Promise.all(this.requests().map((send) => send()));
    await jobsDone(this.postgres.url);
    this.queued = succeeded(await this.world.upload(this.place, 'before', 'before')).id as string;
  }

  async live(): Promise<void> {
    await this.begin(this.postgres);
    this.isAway = true;
    const asking = this.requests().map((send, kind) => {
      const answers = (this.answers[kind] = [] as (Answer | null)[]);
      return this.whileAway(200, send, (answer) => answers.push(answer));
    });
    const { client } = this.product;
    const health = [
      this.whileAway(
        500,
        () => client.get('/health/live'),
        (answer) => this.liveness.add(answer?.status),
      ),
      this.whileAway(
        500,
        () => client.get('/health/ready'),
        (answer) => this.readiness.add(answer?.status),
      ),
    ];
    await sleep(this.seconds * 1000);
    this.isAway = false;
    await this.end(this.postgres);
    await Promise.all([...asking, ...health]);
  }

  async remove(): Promise<void> {
    await this.product.end('SIGKILL');
    await this.postgres.remove();
  }

  /** One request of each kind. */
  requests(): (() => Promise<Answer>)[] {
    const { place, hours, world } = this;
    const { admin } = world;
    const span = `from=${dateIn(1)}T00:00:00Z&to=${dateIn(9)}T00:00:00Z`;
    const credentials = { email: 'admin@example.edu', password: 'correct horse' };
    return [
      () => admin.get('/shifts?limit=5'),
      () => admin.get(`/coverage/gaps?locationId=${place}&${span}`),
      () => admin.post('/support-requests', { locationId: place, openedAt: '2026-10-26T15:00:00Z' }),
      () =>
        admin.post('/positions', { name: `P ${world.next()}` }, { 'idempotency-key': `k${world.next()}` }),
      () => admin.patch(`/coverage-hours/${hours}`, { required: 2 }),
      () => admin.post('/coverage/scans'),
      () => world.upload(place, 'meanwhile', `upload-${world.next()}`, 50),
      () => admin.with({ authorization: 'Bearer nobody' }).get('/me'),
      () => this.product.client.post('/auth/login', credentials),
    ];
  }

  private async whileAway(
    pauseMilliseconds: number,
    send: () => Promise<Answer>,
    tell: (answer: Answer | null) => void,
  ): Promise<void> {
    while (this.isAway) {
      const answer = await attempt(send);
      if (this.isAway) tell(answer);
      await sleep(pauseMilliseconds);
    }
  }
}

// A database that hangs must do so for longer than a statement may take.
const outages = [
  new Outage(
    'is gone',
    30,
    (postgres) => postgres.stop(),
    (postgres) => postgres.start(),
  ),
  new Outage(
    'hangs',
    45,
    (postgres) => postgres.freeze(),
    (postgres) => postgres.thaw(),
  ),
];

describe('a server whose database', () => {
  beforeAll(async () => {
    for (const outage of outages) await outage.prepare();
    await Promise.all(outages.map((outage) => outage.live()));
  });
  afterAll(() => Promise.all(outages.map((outage) => outage.remove())));

  describe.each(outages)('$name', (outage) => {
    it('answers every request with a problem that says to retry', () => {
      const told = outage.answers
        .flat()
        .map(
          (answer) =>
            `${answer?.status} ${answer?.body.code} ${answer?.headers.get('retry-after')} ${answer?.headers.get('content-type')}`,
        );
      expect(new Set(told)).toEqual(
        new Set(['503 DATABASE_UNAVAILABLE 2 application/problem+json; charset=utf-8']),
      );
    });

    it('answers every kind of request', () => {
      expect(outage.answers.map((answers) => answers.length > 0)).toEqual(outage.requests().map(() => true));
    });

    it('is alive meanwhile, and not ready', () => {
      expect(outage.liveness).toEqual(new Set([200]));
      expect(outage.readiness).toEqual(new Set([503]));
    });

    it('works again afterwards, without a restart', async () => {
      expect(outage.product.hasEnded).toBe(false);
      await outage.product.ready();
      for (const send of outage.requests()) expect([200, 201, 401]).toContain((await insist(send)).status);
    });

    it('completes the import that was queued before', async () => {
      const result = await until('the import has ended', async () => {
        const { body } = await outage.world.admin.get(`/support-imports/${outage.queued}`);
        return ['completed', 'failed'].includes(body.status as string) && body;
      });
      expect(result).toMatchObject({ status: 'completed', created: ROWS });
    });

    it('scans later changes, and holds no lock', async () => {
      const { world, postgres, place, hours } = outage;
      succeeded(await world.admin.patch(`/coverage-hours/${hours}`, { required: 4 }));
      await jobsDone(postgres.url);
      const span = { from: `${dateIn(1)}T12:00:00Z`, to: `${dateIn(25)}T12:00:00Z` };
      const { alerts, gaps } = await missingMinutes(world.admin, place, span);
      expect({ alerts, gaps }).toEqual({ alerts: 24 * 6 * 60 * 4, gaps: 24 * 6 * 60 * 4 });
      await until('no lock is left', async () => (await leftLocked(postgres.url)).length === 0, 30);
    });
  });
});
