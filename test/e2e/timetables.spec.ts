import { TimetableLines1763901650000 } from '../../migrations/1763901650000-timetable-lines.js';
import type { QueryRunner } from 'typeorm';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, succeeded, type MadeOperator } from '../support/factories.js';
import { calendarOf, eventOf } from '../support/calendars.js';
import type { Answer } from '../support/http-client.js';

// The time is Monday, 26 October 2026, noon in Chicago. There are no terms, so one year ahead counts.

const CHEMISTRY = eventOf(
  'UID:chem',
  'SUMMARY:Chemistry',
  'DTSTART;TZID=America/Chicago:20261027T190000',
  'DTEND;TZID=America/Chicago:20261027T201500',
  'RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4',
  'EXDATE;TZID=America/Chicago:20261131T190000',
);
const CHOIR = eventOf(
  'UID:choir',
  'SUMMARY:Choir',
  'DTSTART;TZID=America/Chicago:20261030T180000',
  'DTEND;TZID=America/Chicago:20261030T200000',
  'RRULE:FREQ=WEEKLY',
  'TRANSP:TRANSPARENT',
);
const CALENDAR = calendarOf(CHEMISTRY, CHOIR);
const NOTHING = calendarOf(
  eventOf('DTSTART:20261027T190000', 'DURATION:PT1H', 'STATUS:CANCELLED'),
  eventOf('SUMMARY:No start'),
);

let app: TestApp;
let maya: MadeOperator;

beforeAll(async () => {
  app = await startApp();
  await app.admin.patch('/settings', { timeZone: 'America/Chicago', weekStartsOn: 1 });
});
beforeEach(async () => (maya = await anOperator(app)));
afterAll(() => app.close());

const upload = (text: string, query = ''): Promise<Answer> =>
  maya.client.send('POST', `/operators/${maya.id}/timetable${query}`, text, {
    'content-type': 'text/calendar',
  });
const timetable = async (): Promise<Answer['body']> =>
  (await maya.client.get(`/operators/${maya.id}/timetable`)).body;
const idsOf = (answer: Answer): string[] =>
  (succeeded(answer).understood as { id: string }[]).map(({ id }) => id);

describe('a line of a timetable', () => {
  it('has weekdays, hours and dates, and what was left out and noted', async () => {
    const { understood } = succeeded(await upload(CALENDAR));
    expect(understood).toMatchObject([
      {
        title: 'Chemistry',
        occurrences: 4,
        times: [
          {
            weekdays: [2, 4],
            startsAt: '19:00',
            endsAt: '20:15',
            endsDaysLater: 0,
            firstDate: '2026-10-27',
            lastDate: '2026-11-05',
            occurrences: 4,
          },
        ],
        atOtherTimes: 0,
        notes: [],
        warnings: [
          {
            line: 9,
            message: 'EXDATE: “20261131T190000” is not a date or time that exists, and was left out.',
          },
        ],
      },
      { title: 'Choir', notes: ['marked-free', 'first-term-only'], warnings: [] },
    ]);
  });

  it('has the same id as in the dry run', async () => {
    const ids = idsOf(await upload(CALENDAR, '?dryRun=true'));
    expect(new Set(ids).size).toBe(2);
    expect(idsOf(await upload(CALENDAR))).toEqual(ids);
    expect(idsOf(await upload(calendarOf(CHOIR, CHEMISTRY)))).toEqual(ids.toReversed());
  });

  it('in skip is left out, forbids nothing, and is listed as skipped', async () => {
    const shift = await aShift(app, (await aLocation(app)).id, {
      startsAt: '2026-10-30T18:00:00-05:00',
      endsAt: '2026-10-30T20:00:00-05:00',
    });
    const [chemistry, choir] = idsOf(await upload(CALENDAR));
    expect((await maya.client.post(`/shifts/${shift.id}/claims`)).body.code).toBe('UNAVAILABLE');
    const { understood, skipped } = succeeded(await upload(CALENDAR, `?skip=${choir}`));
    expect([understood, skipped]).toMatchObject([[{ id: chemistry }], [{ id: choir, title: 'Choir' }]]);
    expect(await timetable()).toMatchObject({ understood: [{ id: chemistry }], skipped: [{ id: choir }] });
    expect((await maya.client.post(`/shifts/${shift.id}/claims`)).status).toBe(201);
    const { body: trail } = await app.admin.get(`/audit-events?entityId=${maya.id}&limit=1`);
    expect(trail.items[0].details).toEqual({ events: 1, classes: 4, skipped: 1, ignored: 0 });
  });

  it('may be the only one and be skipped', async () => {
    const [choir] = idsOf(await upload(calendarOf(CHOIR), '?dryRun=true'));
    expect(succeeded(await upload(calendarOf(CHOIR), `?skip=${choir}`)).understood).toEqual([]);
  });

  it('is shown to others without its name, skipped or not', async () => {
    const [, choir] = idsOf(await upload(CALENDAR, '?dryRun=true'));
    await upload(CALENDAR, `?skip=${choir}`);
    const { body } = await app.admin.get(`/operators/${maya.id}/timetable`);
    expect([body.understood.length, body.skipped.length]).toEqual([1, 1]);
    expect(JSON.stringify(body)).not.toMatch(/Chemistry|Choir|"uid"/);
  });

  it.each([
    ['one that is not there', '0123456789ab', 'UNKNOWN_LINE'],
    ['one that is not there beside one that is', '$,0123456789ab', 'UNKNOWN_LINE'],
    ['what is no id', 'Choir', 'INVALID_FIELD'],
    ['nothing', '', 'INVALID_FIELD'],
    ['too many', Array(501).fill('0123456789ab').join(','), 'INVALID_FIELD'],
  ])('is not skipped by the id of %s, and the old timetable stays', async (_name, skip, code) => {
    const [chemistry] = idsOf(await upload(calendarOf(CHEMISTRY)));
    for (const dryRun of ['true', 'false']) {
      const refused = await upload(CALENDAR, `?dryRun=${dryRun}&skip=${skip.replace('$', chemistry!)}`);
      expect([refused.status, refused.body.code, refused.body.violations[0].field]).toEqual([
        400,
        code,
        'skip',
      ]);
    }
    expect((await timetable()).understood).toHaveLength(1);
  });
});

describe('a file in which nothing is understood', () => {
  it.each([['true'], ['false']])('changes nothing and says why (dryRun=%s)', async (dryRun) => {
    const before = succeeded(await upload(CALENDAR));
    const refused = await upload(NOTHING, `?dryRun=${dryRun}`);
    expect([refused.status, refused.body.code]).toEqual([400, 'NOTHING_UNDERSTOOD']);
    expect(refused.body.violations.map(({ message }: { message: string }) => message)).toEqual([
      'No class in this calendar was understood, so nothing was changed.',
      'Line 3: This event is cancelled.',
      'Line 8: This event has no start.',
    ]);
    expect(await timetable()).toEqual(before);
  });

  it.each([
    ['no events at all', calendarOf()],
    ['events of last year', calendarOf(eventOf('DTSTART:20251027T190000Z', 'DURATION:PT1H'))],
  ])('counts as one of %s', async (_name, text) => {
    await upload(CALENDAR);
    expect((await upload(text)).body.code).toBe('NOTHING_UNDERSTOOD');
    expect((await timetable()).understood).toHaveLength(2);
  });
});

it('a class in the hour that the clocks skip is no server error', async () => {
  const gap = eventOf(
    'SUMMARY:Night',
    'DTSTART;TZID=America/Chicago:20270313T023000',
    'DTEND;TZID=America/Chicago:20270313T031500',
    'RRULE:FREQ=DAILY;COUNT=2',
  );
  expect(succeeded(await upload(calendarOf(gap))).understood).toMatchObject([{ occurrences: 1 }]);
});

it('a timetable stored before lines had ids is shown as it was', async () => {
  await upload(CALENDAR);
  const query = app.database.query.bind(app.database);
  await query('ALTER TABLE timetables DROP COLUMN skipped');
  await query(
    `UPDATE timetables SET understood =
       (SELECT jsonb_agg(line - '{id,uid,times,atOtherTimes,notes,warnings}'::text[])
        FROM jsonb_array_elements(understood) AS event (line))
     WHERE operator_id = $1`,
    [maya.id],
  );
  const runner = { query } as unknown as QueryRunner;
  await new TimetableLines1763901650000().up(runner);
  expect(await timetable()).toMatchObject({
    understood: [
      { id: 'line-3', title: 'Chemistry', occurrences: 4, times: [], notes: [], warnings: [] },
      { id: 'line-11', title: 'Choir', times: [] },
    ],
    skipped: [],
  });
});
