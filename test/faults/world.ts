import { DateTime } from 'luxon';
import { newId } from '../../src/platform/ids.js';
import { digestOf } from '../../src/platform/ids.js';
import { succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { insist } from './retrying-client.js';
import { ask } from './inspection.js';

export const ZONE = 'America/Chicago';
export const ROWS = 12_000;

export interface Operator {
  id: string;
  client: HttpClient;
}

/** The data for the tests of this lane, created over HTTP by the admin. */
export class World {
  private count = 0;

  constructor(
    readonly admin: HttpClient,
    readonly url: () => Promise<string> | string,
  ) {}

  /** A number that no other name contains. */
  next(): number {
    return ++this.count;
  }

  async location(): Promise<string> {
    const body = { name: `Lab ${this.next()}`, timeZone: ZONE };
    return succeeded(await this.admin.post('/locations', body)).id as string;
  }

  async coverageHours(locationId: string, overrides: object = {}): Promise<string> {
    const body = {
      locationId,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      startsAt: '20:00',
      endsAt: '02:00',
      required: 2,
      effectiveFrom: dateIn(-3),
      ...overrides,
    };
    return succeeded(await this.admin.post('/coverage-hours', body)).id as string;
  }

  /** A published evening shift of one hour, so many days from now. */
  async shift(locationId: string, daysAhead: number, seats: number): Promise<string> {
    const start = DateTime.fromISO(`${dateIn(daysAhead)}T20:00`, { zone: ZONE });
    const body = {
      locationId,
      startsAt: start.toISO(),
      endsAt: start.plus({ hours: 1 }).toISO(),
      seats,
      status: 'published',
    };
    return succeeded(await insist(() => this.admin.post('/shifts', body))).id as string;
  }

  /** Signed-in operators, without passwords, because hashing each would take a second. */
  async operators(many: number): Promise<Operator[]> {
    const made: Operator[] = [];
    for (let index = 0; index < many; index++) {
      const number = this.next();
      const body = { name: `Maya Number${number}`, email: `operator${number}@example.edu` };
      const { id, userId } = succeeded(await this.admin.post('/operators', body));
      const token = `faults-${newId()}`;
      await ask(
        await this.url(),
        `INSERT INTO sessions (id, user_id, digest, created_at, seen_at, expires_at, ends_at, confirmed_at)
         VALUES ($1, $2, $3, now(), now(), now() + interval '1 day', now() + interval '1 day', now())`,
        [newId(), userId, digestOf(token)],
      );
      made.push({ id, client: this.admin.with({ cookie: `afterhours_session=${token}` }) });
    }
    return made;
  }

  /** Uploads a file of tickets, with `ROWS` rows by default. */
  upload(locationId: string, source: string, key: string, rows = ROWS): Promise<Answer> {
    const form = new FormData();
    const columns = { externalId: 'key', openedAt: 'opened', category: 'what' };
    form.append('mapping', JSON.stringify({ locationId, source, shape: 'rows', columns }));
    form.append('file', new Blob([csvOf(rows)], { type: 'text/csv' }), 'tickets.csv');
    return this.admin.send('POST', '/support-imports', form, { 'idempotency-key': key });
  }
}

/** The local date so many days from today. */
export const dateIn = (days: number): string => DateTime.now().setZone(ZONE).plus({ days }).toISODate();

const csvOf = (rows: number): string =>
  `key,opened,what\n${Array.from({ length: rows }, (_, index) => `${index},2026-10-26 10:00,category ${index % 40}\n`).join('')}`;
