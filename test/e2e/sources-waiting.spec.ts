import type { TestApp } from '../support/app.js';
import {
  anEscalatedRequest,
  opensTicketsFor,
  requestNow,
  threadOf,
  ticketOf,
  ticketsDone,
} from '../support/escalations.js';
import { aLocation, coverageHours, succeeded } from '../support/factories.js';
import { FakeRedmine } from '../support/fake-redmine.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { aRedmineSource, redmineBody, redmineSettings } from '../support/redmine-sources.js';
import {
  aSource,
  aSystemSource,
  beside,
  clearSources,
  collected,
  recheckNext,
  startWithSystems,
  trackerSettings,
  trackerTime,
} from '../support/sources.js';
import type { TicketSystem } from '../support/ticket-systems/ticket-system.js';
import { TICKET_SYSTEMS } from '../support/ticket-systems/ticket-systems.js';

// The lab is open each night from 20:00 to 02:00. It is Monday, 26 October 2026, 21:00 in Chicago.

const NOW = '2026-10-27T02:00:00Z';
const TARGETS = [
  { tier: 'library', priority: 'normal', responseMinutes: null, resolutionMinutes: 240 },
  { tier: 'campus-it', priority: 'normal', resolutionMinutes: 240 },
];

const aLab = async (app: TestApp): Promise<string> => {
  const { id } = await aLocation(app);
  await coverageHours(app, id);
  succeeded(await app.admin.patch('/settings', { serviceTargets: TARGETS }));
  return id;
};
const requestOf = async (app: TestApp, externalId: string) => {
  const { items } = succeeded(await app.admin.get('/support-requests?limit=200'));
  return (items as { id: string; externalId: string; waitingSince: string | null; version: number }[]).find(
    (one) => one.externalId === externalId,
  )!;
};
const clockOf = async (app: TestApp, { id }: { id: string }) =>
  succeeded(await app.admin.get(`/support-requests/${id}/clock`)).clock;
/** When a request waited, as its thread tells it: `kind time` in UTC. */
const waitsIn = async (app: TestApp, { id }: { id: string }): Promise<string[]> =>
  succeeded(await app.admin.get(`/support-requests/${id}/thread`))
    .items.filter(({ kind }: { kind: string }) => kind === 'waiting' || kind === 'resumed')
    .map(
      ({ kind, at }: { kind: string; at: string }) => `${kind} ${new Date(at).toISOString().slice(0, 16)}`,
    );

describe('a ticket of Request Tracker', () => {
  const given = beside(() => new FakeRequestTracker());
  let lab: string;
  beforeAll(async () => {
    lab = await aLab(given.app);
  });
  beforeEach(() => {
    given.app.clock.set(NOW);
    given.system.now = () => trackerTime(given.app);
  });

  it('has all its waits from its history, also from before it was collected, and the clock stands still', async () => {
    const { app, system } = given;
    system.open('2026-10-27T01:00:00Z');
    system.change(1, '2026-10-27T01:10:00Z', { Status: 'stalled' });
    system.change(1, '2026-10-27T01:20:00Z', { Status: 'open' });
    system.change(1, '2026-10-27T01:40:00Z', { Status: 'stalled' });
    const { id } = await aSource(app, system, { locationId: lab });
    const request = await requestOf(app, '1');
    expect(await waitsIn(app, request)).toEqual([
      'waiting 2026-10-27T01:10',
      'resumed 2026-10-27T01:20',
      'waiting 2026-10-27T01:40',
    ]);
    expect(request.waitingSince).toBe('2026-10-26T20:40:00-05:00');
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 30, isStopped: true });
    app.clock.advance(10);
    system.change(1, '2026-10-27T02:05:00Z', { Status: 'open' });
    await collected(app, id);
    expect((await requestOf(app, '1')).waitingSince).toBeNull();
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 35, isStopped: false });
    const { version } = await requestOf(app, '1');
    await recheckNext(app, id);
    await collected(app, id);
    expect((await requestOf(app, '1')).version).toBe(version);
    expect(await waitsIn(app, request)).toHaveLength(4);
  });

  it('waits for as long as the night is, when clocks are set back', async () => {
    const { app, system } = given;
    app.clock.set('2026-11-01T08:00:00Z');
    system.open('2026-11-01T02:00:00Z');
    // From 23:00 until 01:30 for the second time: three and a half hours.
    system.change(1, '2026-11-01T04:00:00Z', { Status: 'stalled' });
    system.change(1, '2026-11-01T07:30:00Z', { Status: 'open' });
    await aSource(app, system, { locationId: lab });
    const request = await requestOf(app, '1');
    // It was opened at 21:00, and the lab closes at 02:00, now.
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 150, isStopped: false });
  });

  it('is told by other statuses as soon as the settings name them', async () => {
    const { app, system } = given;
    system.open('2026-10-27T01:00:00Z');
    system.change(1, '2026-10-27T01:10:00Z', { Status: 'stalled' });
    system.change(1, '2026-10-27T01:20:00Z', { Status: 'asked' });
    const { id } = await aSource(app, system, { locationId: lab });
    const request = await requestOf(app, '1');
    expect(await waitsIn(app, request)).toEqual(['waiting 2026-10-27T01:10', 'resumed 2026-10-27T01:20']);
    const named = async (waitingStatuses: string[]) => {
      const settings = trackerSettings(system, { waitingStatuses });
      succeeded(await app.admin.patch(`/support-sources/${id}`, { settings }));
      await app.jobsDone();
      await collected(app, id);
      return waitsIn(app, request);
    };
    expect(await named(['Asked'])).toEqual(['waiting 2026-10-27T01:20']);
    expect((await requestOf(app, '1')).waitingSince).toBe('2026-10-26T20:20:00-05:00');
    expect(await named([])).toEqual([]);
    expect((await requestOf(app, '1')).waitingSince).toBeNull();
  });

  it('that was said to wait here goes on as people say, until the tracker tells a change', async () => {
    const { app, system } = given;
    system.open('2026-10-27T01:00:00Z');
    const { id } = await aSource(app, system, { locationId: lab });
    const request = await requestOf(app, '1');
    succeeded(await app.admin.patch(`/support-requests/${request.id}`, { waiting: true }));
    app.clock.advance(10);
    system.change(1, trackerTime(app), { Subject: 'The same' });
    await collected(app, id);
    expect((await requestOf(app, '1')).waitingSince).toBe('2026-10-26T21:00:00-05:00');
    app.clock.advance(10);
    system.change(1, trackerTime(app), { Status: 'stalled' });
    await collected(app, id);
    expect((await requestOf(app, '1')).waitingSince).toBe('2026-10-26T21:00:00-05:00');
    app.clock.advance(10);
    system.change(1, trackerTime(app), { Status: 'open' });
    await collected(app, id);
    expect((await requestOf(app, '1')).waitingSince).toBeNull();
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 60, isStopped: false });
  });

  it('that an escalated request opened stops the clock of that request', async () => {
    const { app, system } = given;
    system.open('2026-10-27T01:00:00Z');
    const settings = trackerSettings(system, { openIn: 'Campus IT' });
    const { id } = await aSource(app, system, { locationId: lab, settings });
    await opensTicketsFor(app, id, [lab]);
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    app.clock.advance(9);
    system.change(2, trackerTime(app), { Status: 'stalled' });
    await collected(app, id);
    expect(await requestNow(app, request)).toMatchObject({ waitingSince: '2026-10-26T21:10:00-05:00' });
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 10, isStopped: true });
    app.clock.advance(10);
    // Campus IT gives it back: nobody waits any more.
    system.move(2, trackerTime(app), 'Library Desk');
    await collected(app, id);
    expect(await requestNow(app, request)).toMatchObject({ tier: 'library', waitingSince: null });
    expect(await ticketOf(app, request)).toMatchObject({ state: 'over' });
    expect((await threadOf(app, request)).map(([kind]) => kind).slice(-3)).toEqual(
      expect.arrayContaining(['waiting', 'resumed', 'returned']),
    );
    expect(await clockOf(app, request)).toMatchObject({ isStopped: false });
  });
});

describe('an issue of Redmine', () => {
  const given = beside(() => new FakeRedmine());
  let lab: string;
  beforeAll(async () => {
    lab = await aLab(given.app);
  });
  beforeEach(() => given.app.clock.set(NOW));

  it('has its waits from its journals, by the names of statuses', async () => {
    const { app, system } = given;
    system.open('2026-10-27T01:00:00Z');
    system.change(1, '2026-10-27T01:10:00Z', { status: 'Feedback' });
    system.change(1, '2026-10-27T01:15:00Z', { notes: 'Still nothing' });
    system.change(1, '2026-10-27T01:30:00Z', { status: 'In Progress' });
    const settings = redmineSettings(system, { waitingStatuses: ['feedback'] });
    const { id } = await aRedmineSource(app, system, { locationId: lab, settings });
    const request = await requestOf(app, '1');
    expect(await waitsIn(app, request)).toEqual(['waiting 2026-10-27T01:10', 'resumed 2026-10-27T01:30']);
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 40, isStopped: false });
    app.clock.advance(10);
    system.change(1, '2026-10-27T02:05:00Z', { status: 'Feedback' });
    await collected(app, id);
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 45, isStopped: true });
    // Without the names, nothing waits.
    succeeded(await app.admin.patch(`/support-sources/${id}`, { settings: redmineSettings(system) }));
    await app.jobsDone();
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 70, isStopped: false });
  });

  it('is refused with a status that does not exist', async () => {
    const { app, system } = given;
    system.open('2026-10-27T01:00:00Z');
    const settings = redmineSettings(system, { waitingStatuses: ['Feedbak'] });
    const { status, body } = await app.admin.post(
      '/support-sources',
      redmineBody(system, { locationId: lab, settings }),
    );
    expect([status, body.detail]).toEqual([409, 'It has no status called Feedbak.']);
  });
});

describe('by the ready-made description of', () => {
  let app: TestApp;
  let systems: ReadonlyMap<string, TicketSystem>;
  let lab: string;
  beforeAll(async () => {
    ({ app, systems } = await startWithSystems());
    lab = await aLab(app);
  });
  afterAll(async () => {
    await app.close();
    for (const system of systems.values()) await system.stop();
  });
  beforeEach(() => clearSources(app));

  it.each(TICKET_SYSTEMS.map(([name]) => name))(
    '%s, a ticket waits for no longer than is known',
    async (name) => {
      app.clock.set(NOW);
      const system = systems.get(name)!;
      system.reset();
      system.now = () => app.clock.now();
      const { id: externalId } = system.open({ openedAt: Date.parse('2026-10-27T01:00:00Z') });
      const { id } = await aSystemSource(app, system, { locationId: lab });
      const request = await requestOf(app, externalId);
      const later = async (minutes: number, change?: object) => {
        app.clock.advance(minutes);
        if (change) system.change(externalId, change);
        app.clock.advance(2);
        await collected(app, id);
      };
      expect(await waitsIn(app, request)).toEqual([]);
      await later(8, { isWaiting: true });
      expect(await waitsIn(app, request)).toEqual(['waiting 2026-10-27T02:08']);
      expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 68, isStopped: true });
      // A note, and nothing at all.
      await later(8, { title: 'The same' });
      await later(8);
      expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 68, isStopped: true });
      // It was last read at 02:30, and may have gone on right after that.
      await later(8, { isWaiting: false });
      expect(await waitsIn(app, request)).toEqual(['waiting 2026-10-27T02:08', 'resumed 2026-10-27T02:30']);
      expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 78, isStopped: false });
      expect((await requestOf(app, externalId)).waitingSince).toBeNull();
      await later(8, { isWaiting: true });
      system.resolve(externalId);
      await later(8);
      expect((await waitsIn(app, request)).at(-1)).toBe('resumed 2026-10-27T02:50');
    },
  );
});
