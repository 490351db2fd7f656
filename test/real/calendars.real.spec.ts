import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { assign } from '../support/assignments.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, succeeded } from '../support/factories.js';
import { entriesOf, type Entry } from '../support/read-calendar.js';
import { Radicale } from './calendars/radicale.js';

const READER = fileURLToPath(new URL('calendars/read.py', import.meta.url));
const readByPython = (calendar: string, ...args: string[]): Entry[] =>
  JSON.parse(
    execFileSync('/usr/bin/python3', [READER, ...args], { input: calendar, encoding: 'utf8' }),
  ) as Entry[];
const inOrder = (entries: Entry[]): Entry[] => entries.toSorted((a, b) => (a.uid < b.uid ? -1 : 1));

describe('a calendar, read by other programs', () => {
  let app: TestApp;
  let radicale: Radicale;
  beforeAll(async () => {
    radicale = await Radicale.start();
    app = await startApp();
  });
  afterAll(async () => {
    await app?.close();
    await radicale?.close();
  });

  it('is the same in each, over a year with both clock changes, three zones, and cancelled shifts', async () => {
    const maya = await anOperator(app, { name: 'Maya Ortiz' });
    const zones = ['America/Chicago', 'Europe/Dublin', 'Australia/Lord_Howe'];
    const spans: [string, string][] = [];
    for (const [index, timeZone] of zones.entries()) {
      const name = `Lab; no. ${index}, “night” \\ ${'é'.repeat(60)}`;
      const { id } = await aLocation(app, { name, timeZone });
      // Every four weeks, and around the nights in which some zone changes its clocks.
      const starts = Array.from(
        { length: 45 },
        (_, week) => Date.UTC(2026, 9, 27, 7 * index) + week * 7 * 86_400_000,
      );
      const around = [
        '2026-11-01T00:00:00Z',
        '2027-03-14T00:00:00Z',
        '2027-03-28T00:00:00Z',
        '2027-04-03T00:00:00Z',
      ];
      for (const day of around)
        for (let hour = 0; hour < 20; hour += 2)
          starts.push(Date.parse(day) + hour * 3_600_000 + index * 1_200_000);
      for (const start of starts) {
        const span = [new Date(start).toISOString(), new Date(start + 20 * 60_000).toISOString()] as const;
        const shift = await aShift(app, id, { startsAt: span[0], endsAt: span[1] });
        await assign(app, shift.id, maya.id);
        spans.push([...span]);
        if (start % 5 === 0 && spans.length % 11 === 0)
          succeeded(await app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'Closed.' }));
      }
    }
    const { url } = succeeded(await maya.client.post('/calendar-feeds', { kind: 'mine', alarmMinutes: 30 }));
    const path = new URL(url as string).pathname.replace('/api/v1', '');
    const calendar = (await app.anonymous.get(path)).body as string;
    const entries = entriesOf(calendar);
    expect(entries.map(({ start, end }) => [start, end]).sort()).toEqual(spans.sort());
    expect(new Set(entries.map(({ status }) => status))).toEqual(new Set(['CONFIRMED', 'CANCELLED']));
    expect(inOrder(readByPython(calendar))).toEqual(inOrder(entries));
    await radicale.store(calendar);
    // Radicale writes rules of its own for each zone, with which half-hour changes are wrong, whoever made the calendar.
    expect(inOrder(readByPython(await radicale.read(), 'by-name'))).toEqual(inOrder(entries));
  });

  it('follows a change there: moved, cancelled, and back', async () => {
    const leo = await anOperator(app, { name: 'Leo Kim' });
    const { id: lab } = await aLocation(app);
    const shift = await aShift(app, lab);
    await assign(app, shift.id, leo.id);
    const { url } = succeeded(await leo.client.post('/calendar-feeds', { kind: 'mine' }));
    const path = new URL(url as string).pathname.replace('/api/v1', '');
    const synced = async (): Promise<Entry> => {
      await radicale.store((await app.anonymous.get(path)).body as string);
      const entries = entriesOf(await radicale.read());
      expect(entries).toHaveLength(1);
      return entries[0]!;
    };
    const first = await synced();
    succeeded(
      await app.admin.patch(`/shifts/${shift.id}`, {
        startsAt: '2026-10-31T23:00:00-05:00',
        endsAt: '2026-11-01T03:00:00-06:00',
      }),
    );
    const moved = await synced();
    expect([moved.uid, moved.start, moved.end]).toEqual([
      first.uid,
      '2026-11-01T04:00:00.000Z',
      '2026-11-01T09:00:00.000Z',
    ]);
    succeeded(await app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'Closed.' }));
    const cancelled = await synced();
    expect([cancelled.uid, cancelled.status]).toEqual([first.uid, 'CANCELLED']);
    succeeded(await app.admin.post(`/shifts/${shift.id}/restore`));
    const back = await synced();
    expect([back.uid, back.status]).toEqual([first.uid, 'CONFIRMED']);
    const sequences = [first, moved, cancelled, back].map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  });
});
