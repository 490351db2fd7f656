import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, succeeded, type MadeOperator } from '../support/factories.js';
import { HttpClient, type Answer } from '../support/http-client.js';

// The time is Monday, 26 October 2026, noon in Chicago. Calendars come from the test's own server.

const SECRET = 'private-4f1c9a';
let app: TestApp;
let server: Server;
let base: string;
let maya: MadeOperator;
/** The answer to the next requests. */
let answer: { status: number; body: string; location?: string };
/** Runs while the server prepares its answer. */
let meanwhile: () => Promise<unknown>;
let asked: string[];

const calendar = (hour: string): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:1',
    `DTSTART;TZID=America/Chicago:20261027T${hour}0000`,
    'DURATION:PT1H',
    'SUMMARY:Organic chemistry',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');

const NOTHING = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR';

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url!);
    const { status, body, location } = answer;
    void meanwhile().then(() => {
      response.writeHead(status, location ? { location } : {});
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  base = `http://${host}`;
  app = await startApp({ env: { CALENDAR_PRIVATE_HOSTS: host } });
});
beforeEach(async () => {
  app.clock.set('2026-10-26T12:00:00-05:00');
  asked = [];
  meanwhile = () => Promise.resolve();
  await app.database.query('DELETE FROM timetable_subscriptions');
  answer = { status: 200, body: calendar('20') };
  maya = await anOperator(app);
});
afterAll(async () => {
  await app.close();
  server.close();
});

const subscribe = (url = `${base}/${SECRET}.ics`, { id, client } = maya): Promise<Answer> =>
  client.post(`/operators/${id}/timetable-subscription`, { url });
const subscription = async (): Promise<Answer['body']> =>
  (await maya.client.get(`/operators/${maya.id}/timetable-subscription`)).body;
const refreshed = async (): Promise<void> => {
  await app.app.get(Jobs).enqueue('timetable-subscriptions', {});
  await app.jobsDone();
};
const firstClass = async (): Promise<string> =>
  (await maya.client.get(`/operators/${maya.id}/timetable`)).body.understood[0].startsAt;

describe('a published timetable', () => {
  it('is fetched at once, forbids overlapping shifts, and its address is never shown', async () => {
    const made = await subscribe();
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ operatorId: maya.id, host: base.slice(7), problem: null }),
    ]);
    const shift = await aShift(app, (await aLocation(app)).id);
    expect((await maya.client.post(`/shifts/${shift.id}/claims`)).body.code).toBe('UNAVAILABLE');
    const trail = (await app.admin.get(`/audit-events?entityId=${maya.id}`)).body;
    for (const text of [made.body, await subscription(), trail])
      expect(JSON.stringify(text)).not.toContain(SECRET);
  });

  it('is fetched every day, without duplicates, and follows changes', async () => {
    succeeded(await subscribe());
    answer.body = calendar('08');
    app.clock.set('2026-10-27T11:59:00-05:00');
    await refreshed();
    expect(asked).toHaveLength(1);
    app.clock.set('2026-10-27T12:00:00-05:00');
    for (const _twice of [1, 2]) await refreshed();
    expect(asked).toHaveLength(2);
    const { understood } = (await maya.client.get(`/operators/${maya.id}/timetable`)).body;
    expect(understood).toMatchObject([{ occurrences: 1 }]);
  });

  it('stays as it was when it can no longer be fetched or read, and says why', async () => {
    succeeded(await subscribe());
    const before = await firstClass();
    const later = async (day: number, next: typeof answer): Promise<string> => {
      answer = next;
      app.clock.set(`2026-10-${day}T12:00:00-05:00`);
      await refreshed();
      return (await subscription()).problem;
    };
    expect(await later(27, { status: 404, body: '' })).toContain('answers 404');
    expect(await later(28, { status: 200, body: 'nonsense' })).toContain('iCalendar');
    expect(await firstClass()).toBe(before);
    const ahead = calendar('07').replace('20261027', '20261102');
    expect(await later(29, { status: 200, body: ahead })).toBeNull();
  });

  it('stays as it was when nothing in it is understood any more, and says why', async () => {
    succeeded(await subscribe());
    const before = await firstClass();
    answer.body = calendar('20').replace('END:VEVENT', 'STATUS:CANCELLED\r\nEND:VEVENT');
    app.clock.set('2026-10-27T12:00:00-05:00');
    await refreshed();
    expect((await subscription()).problem).toBe(
      'No class in this calendar was understood, so nothing was changed. Line 3: This event is cancelled.',
    );
    expect(await firstClass()).toBe(before);
  });

  it('keeps skipped lines out until they change, with a note then', async () => {
    const path = `/operators/${maya.id}/timetable`;
    const choir = calendar('18').replace('UID:1', 'UID:choir').replace('Organic chemistry', 'Choir');
    const both = (second: string): string =>
      calendar('20').replace('END:VCALENDAR', '') + second.split('VERSION:2.0\r\n')[1]!;
    answer.body = both(choir);
    succeeded(await subscribe());
    const ids = (await maya.client.get(path)).body.understood.map(({ id }: { id: string }) => id);
    const skip = [ids[1]];
    const url = `${base}/${SECRET}.ics`;
    const subscribeWithout = (left: string[]): Promise<Answer> =>
      maya.client.post(`/operators/${maya.id}/timetable-subscription`, { url, skip: left });
    expect((await subscribeWithout(['0123456789ab'])).body.code).toBe('UNKNOWN_LINE');
    expect((await subscribeWithout(['Choir'])).body.code).toBe('INVALID_FIELD');
    succeeded(await subscribeWithout(skip));
    app.clock.set('2026-10-27T12:00:00-05:00');
    await refreshed();
    expect((await maya.client.get(path)).body).toMatchObject({
      understood: [{ title: 'Organic chemistry' }],
      skipped: [{ title: 'Choir' }],
    });
    answer.body = both(choir.replace('T180000', 'T190000'));
    for (const day of [28, 29]) {
      app.clock.set(`2026-10-${day}T12:00:00-05:00`);
      await refreshed();
      expect((await maya.client.get(path)).body).toMatchObject({
        understood: [
          { title: 'Organic chemistry', notes: [] },
          { title: 'Choir', notes: ['changed-since-left-out'] },
        ],
        skipped: [],
      });
    }
  });

  it.each([
    ['an error there', { status: 500, body: '' }, 409, 'CALENDAR_UNREACHABLE'],
    ['a redirect without end', { status: 302, body: '', location: '/again' }, 409, 'CALENDAR_UNREACHABLE'],
    [
      'a redirect to this machine',
      { status: 302, body: '', location: 'https://127.0.0.1/' },
      400,
      'INVALID_FIELD',
    ],
    ['a redirect to a file', { status: 302, body: '', location: 'file:///etc/passwd' }, 400, 'INVALID_FIELD'],
    ['what is no calendar', { status: 200, body: '<html>' }, 400, 'INVALID_CALENDAR'],
    ['nothing that is understood', { status: 200, body: NOTHING }, 400, 'NOTHING_UNDERSTOOD'],
    ['more than a megabyte', { status: 200, body: 'x'.repeat(1_000_001) }, 409, 'CALENDAR_UNREACHABLE'],
  ])('is not subscribed to with %s', async (_name, next, status, code) => {
    answer = next;
    const refused = await subscribe();
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await maya.client.get(`/operators/${maya.id}/timetable-subscription`)).status).toBe(404);
  });

  it('may not be on this network, nor be added by somebody else', async () => {
    expect((await subscribe('https://169.254.169.254/latest/meta-data')).status).toBe(400);
    const gone = await subscribe(`${base.replace(/\d+$/, '1')}/x.ics`);
    expect(gone.status).toBe(400);
    const noor = await anOperator(app);
    expect((await subscribe(undefined, { ...maya, client: noor.client })).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('does not change when the subscription ended or changed during the fetch', async () => {
    const due = async (day: number, change: () => Promise<unknown>): Promise<void> => {
      answer.body = calendar('05');
      meanwhile = change;
      app.clock.set(`2026-10-${day}T12:00:00-05:00`);
      await refreshed();
    };
    succeeded(await subscribe());
    const before = await firstClass();
    const path = `/operators/${maya.id}/timetable-subscription`;
    await due(27, async () => {
      meanwhile = () => Promise.resolve();
      answer.body = calendar('09');
      succeeded(await subscribe(`${base}/elsewhere.ics`));
    });
    const elsewhere = await firstClass();
    expect(elsewhere).not.toBe(before);
    expect(elsewhere.slice(11, 13)).toBe('14');
    await due(28, () => maya.client.delete(path));
    expect(await firstClass()).toBe(elsewhere);
  });

  it('is fetched without holding a database connection, and once for a repeated key', async () => {
    const { id, client } = maya;
    let answered: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (answered = resolve));
    meanwhile = () => slow;
    const small = await startApp({
      database: app.database,
      env: { DATABASE_POOL_SIZE: '2', CALENDAR_PRIVATE_HOSTS: base.slice(7) },
    });
    const there = new HttpClient(small.url, client.headers);
    const post = (key: string): Promise<Answer> =>
      there.post(
        `/operators/${id}/timetable-subscription`,
        { url: `${base}/${SECRET}.ics` },
        { 'idempotency-key': key },
      );
    const waiting = ['a', 'b', 'c', 'd'].map(post);
    await waitFor(() => Promise.resolve(asked.length === 4));
    expect((await there.get('/me')).status).toBe(200);
    answered();
    const answers = await Promise.all(waiting);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const again = await post('a');
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([
      201,
      answers[0]!.body,
      'true',
    ]);
    answer.status = 404;
    const refused = await post('e');
    answer.status = 200;
    expect([refused.status, (await post('e')).status]).toEqual([409, 409]);
    await small.close();
  });

  it('can be ended, and its classes stay', async () => {
    const { version } = succeeded(await subscribe());
    const path = `/operators/${maya.id}/timetable-subscription`;
    expect((await maya.client.with({ 'if-match': '"99"' }).delete(path)).status).toBe(412);
    expect((await maya.client.with({ 'if-match': `"${version}"` }).delete(path)).status).toBe(204);
    expect((await maya.client.get(path)).status).toBe(404);
    expect(await firstClass()).toBe('2026-10-28T01:00:00+00:00');
  });
});
