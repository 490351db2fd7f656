import type { TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import {
  aSource,
  beside,
  collected,
  runsOf,
  storedIds,
  storedRequests,
  trackerSettings,
  trackerTime,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Clocks, time zones and dates that are wrong.

const MORNING = '2026-10-26T15:00:00Z';
let app: TestApp;
let tracker: FakeRequestTracker;
let locationId: string;

const given = beside(() => new FakeRequestTracker());
beforeAll(async () => {
  ({ app, system: tracker } = given);
  locationId = (await aLocation(app)).id;
});

const now = (): string => trackerTime(app);
const later = (minutes: number): string => {
  app.clock.advance(minutes);
  return now();
};

describe('tickets with strange times', () => {
  it('are left out with a remark when they were opened in the future', async () => {
    tracker.open(MORNING);
    tracker.open('2026-10-26T18:00:00Z', { LastUpdated: MORNING });
    tracker.open('2026-10-26T17:04:00Z', { LastUpdated: MORNING });
    tracker.open('never', { LastUpdated: MORNING });
    const { id } = await aSource(app, tracker, { locationId });
    expect(await storedIds(app)).toEqual(['1', '3']);
    expect(await runsOf(app, id)).toMatchObject([
      {
        fetched: 4,
        created: 2,
        skipped: 2,
        remarks: [
          { externalId: '2', message: 'It has times in the future.' },
          { externalId: '4', message: 'One of its times is missing or cannot be understood.' },
        ],
      },
    ]);
  });

  it('do not hide the changes of others when one changed in the far future', async () => {
    tracker.open(MORNING, { LastUpdated: '2037-01-01T00:00:00Z' });
    const { id } = await aSource(app, tracker, { locationId });
    for (const minutes of [30, 30]) {
      tracker.open(later(minutes));
      await collected(app, id);
    }
    expect(await storedIds(app)).toEqual(['1', '2', '3']);
  });
});

describe('the time zone of the token’s user', () => {
  it.each([
    ['unknown', undefined],
    ['given, and true at first', 'America/Chicago'],
  ])('may be %s, and change between runs', async (_name, timeZone) => {
    tracker.zone = 'America/Chicago';
    tracker.open(MORNING);
    const settings = trackerSettings(tracker, { timeZone });
    const { id } = await aSource(app, tracker, { locationId, settings });
    const zones = ['America/Chicago', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Etc/GMT+12', 'UTC'];
    for (const zone of zones) {
      tracker.zone = zone;
      const ticket = tracker.open(later(7));
      await collected(app, id);
      expect([zone, await storedIds(app)]).toEqual([zone, expect.arrayContaining([String(ticket.id)])]);
    }
    expect(await storedIds(app)).toHaveLength(zones.length + 1);
  });

  it('saves fetching again what changed more than two hours ago, when it is given', async () => {
    tracker.zone = 'America/Chicago';
    tracker.open('2026-10-26T10:00:00Z');
    tracker.open('2026-10-26T16:59:00Z');
    const fetchedAgain = async (timeZone?: string): Promise<number> => {
      const settings = trackerSettings(tracker, { timeZone });
      const { id } = await aSource(app, tracker, { locationId, name: `${timeZone}`, settings });
      await collected(app, id);
      return (await runsOf(app, id))[0]!.fetched as number;
    };
    expect([await fetchedAgain(), await fetchedAgain('America/Chicago')]).toEqual([2, 1]);
  });

  it.each([
    ['an hour comes twice', '2026-11-01T05:10:00Z'],
    ['an hour is missing', '2026-03-08T07:10:00Z'],
  ])('loses nothing in the night when %s', async (_name, evening) => {
    app.clock.set(evening);
    tracker.zone = 'America/Chicago';
    const settings = trackerSettings(tracker, { timeZone: 'America/Chicago' });
    tracker.open(now());
    const { id } = await aSource(app, tracker, { locationId, settings });
    const expected = [evening];
    for (let run = 1; run <= 10; run++) {
      expected.push(later(20));
      tracker.open(now());
      await collected(app, id);
    }
    expect((await storedRequests(app)).map(({ openedAt }) => +openedAt)).toEqual(expected.map(Date.parse));
  });
});
