import type { TestApp } from '../support/app.js';
import { succeeded } from '../support/factories.js';
import { FakeRedmine } from '../support/fake-redmine.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import {
  aLab,
  clockOf,
  instant,
  lived,
  OPENED,
  requestAt,
  STORY,
  threadOf,
  type Act,
  type Told,
} from '../support/lived-past.js';
import type { LocalSystem } from '../support/local-system.js';
import { aPusher } from '../support/pushes.js';
import { aRedmineSource, redmineSettings } from '../support/redmine-sources.js';
import {
  aSource,
  aSystemSource,
  beside,
  clearSources,
  collected,
  recheckNext,
  startWithSystems,
  trackerSettings,
} from '../support/sources.js';
import type { TicketSystem } from '../support/ticket-systems/ticket-system.js';
import { TICKET_SYSTEMS } from '../support/ticket-systems/ticket-systems.js';

// The lab is open each night from 20:00 to 02:00. It is Monday, 26 October 2026, in Chicago.

/** That its past came at once makes no difference, and neither does telling it again. */
async function toldAtOnce(
  app: TestApp,
  lab: string,
  collect: () => Promise<{ id: string }>,
): Promise<{ id: string; request: Told }> {
  app.clock.set(instant('03:04'));
  const source = await collect();
  const request = await requestAt(app, lab);
  expect(await threadOf(app, request)).toEqual([
    'opened 01:00',
    'answered 01:10',
    ...STORY.slice(1, 7).map(([time, kind]) => `${kind} ${time}`),
  ]);
  // Open for 20, 10, 10 and 4 minutes with the library.
  expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 44, isStopped: false });
  await app.admin.post(`/support-requests/${request.id}/notes`, { text: 'They called.' });
  const before = [await threadOf(app, request), (await requestAt(app, lab)).version];
  for (let time = 0; time < 2; time++) {
    await recheckNext(app, source.id);
    await collected(app, source.id);
  }
  expect([await threadOf(app, request), (await requestAt(app, lab)).version]).toEqual(before);
  return { id: source.id, request };
}

const withLab = <System extends LocalSystem>(make: () => System) => {
  const given = beside(make);
  const labs = { lab: '' };
  beforeEach(async () => {
    labs.lab = await aLab(given.app);
  });
  return { given, labs };
};

describe('the past of a ticket of Request Tracker', () => {
  const { given, labs } = withLab(() => new FakeRequestTracker());
  const acts = (): Record<Act, (at: string) => void> => {
    const { system } = given;
    return {
      answered: (at) => system.change(1, at, { Status: 'open', Started: at }),
      resolved: (at) => system.resolve(1, at),
      reopened: (at) => system.reopen(1, at),
      escalated: (at) => system.move(1, at, 'Campus IT'),
      returned: (at) => system.move(1, at, 'Media Lab'),
    };
  };

  it('is as if people had done it here', async () => {
    const { app, system } = given;
    let id = '';
    await lived(app, {
      lab: labs.lab,
      acts: acts(),
      open: async () => {
        system.open(OPENED);
        ({ id } = await aSource(app, system, { locationId: labs.lab }));
      },
      collect: () => collected(app, id),
    });
  });

  it('may be told at once, and again, and changes with the settings', async () => {
    const { app, system } = given;
    system.open(OPENED);
    for (const [time, act] of STORY.slice(0, 7)) acts()[act](instant(time));
    system.asked = [];
    const { id, request } = await toldAtOnce(app, labs.lab, () =>
      aSource(app, system, { locationId: labs.lab }),
    );
    const asked = system.asked
      .filter(({ path }) => path === 'transactions')
      .map(({ query }) => query.get('page'));
    // One question for each time that the ticket was listed: in the check, the first run and two that look at all again.
    expect(asked.filter((page) => page === '1').length).toBeLessThanOrEqual(6);
    const settings = trackerSettings(system, {
      campusItQueues: undefined,
      queues: ['Library Desk', 'Media Lab', 'Campus IT'],
    });
    succeeded(await app.admin.patch(`/support-sources/${id}`, { settings }));
    await app.jobsDone();
    await collected(app, id);
    expect((await threadOf(app, request)).filter((entry) => /escalated 02:40|returned/.test(entry))).toEqual(
      [],
    );
    expect(await threadOf(app, request)).toContain('note 03:04');
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 94 });
  });

  it('has a status of its own, which is known to be done by the ticket itself', async () => {
    const { app, system } = given;
    system.inactive.add('answered');
    system.open(OPENED);
    system.change(1, instant('01:20'), { Status: 'answered', Resolved: instant('01:20') });
    system.change(1, instant('01:50'), { Status: 'open' });
    app.clock.set(instant('02:00'));
    await aSource(app, system, { locationId: labs.lab });
    expect(await threadOf(app, await requestAt(app, labs.lab))).toEqual([
      'opened 01:00',
      'resolved 01:20',
      'reopened 01:50',
    ]);
  });

  it('waits from the moment on at which it was opened again', async () => {
    const { app, system } = given;
    system.open(OPENED);
    system.resolve(1, instant('01:20'));
    system.change(1, instant('01:50'), { Status: 'stalled' });
    app.clock.set(instant('02:30'));
    await aSource(app, system, { locationId: labs.lab });
    const request = await requestAt(app, labs.lab);
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 20, isStopped: true });
  });
});

describe('the past of an issue of Redmine', () => {
  const { given, labs } = withLab(() => new FakeRedmine());
  const acts = (): Record<Act, (at: string) => void> => {
    const { system } = given;
    return {
      answered: (at) => system.change(1, at, { notes: 'We look.' }),
      resolved: (at) => system.close(1, at),
      reopened: (at) => system.reopen(1, at),
      escalated: (at) => system.move(1, at, 'campus-it'),
      returned: (at) => system.move(1, at, 'media-lab'),
    };
  };

  it('is as if people had done it here', async () => {
    const { app, system } = given;
    let id = '';
    await lived(app, {
      lab: labs.lab,
      acts: acts(),
      open: async () => {
        system.open(OPENED);
        ({ id } = await aRedmineSource(app, system, { locationId: labs.lab }));
      },
      collect: () => collected(app, id),
    });
  });

  it('may be told at once, and again, and changes with the settings', async () => {
    const { app, system } = given;
    system.open(OPENED);
    for (const [time, act] of STORY.slice(0, 7)) acts()[act](instant(time));
    const { id, request } = await toldAtOnce(app, labs.lab, () =>
      aRedmineSource(app, system, { locationId: labs.lab }),
    );
    const settings = redmineSettings(system, {
      projects: ['library-desk', 'media-lab', 'campus-it'],
      campusItProjects: undefined,
    });
    succeeded(await app.admin.patch(`/support-sources/${id}`, { settings }));
    await app.jobsDone();
    await collected(app, id);
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 94 });
  });
});

describe('the past of a pushed request', () => {
  const { given, labs } = withLab(() => new FakeRequestTracker());

  it('is what its pushes told, and no more', async () => {
    const { app } = given;
    const pusher = await aPusher(app, { locationId: labs.lab });
    const told = async (time: string, state: object): Promise<void> => {
      app.clock.set(instant(time));
      await pusher.sent({
        externalId: '7',
        openedAt: OPENED,
        updatedAt: instant(time),
        tier: 'library',
        ...state,
      });
    };
    await told('01:20', { resolvedAt: instant('01:20') });
    await told('01:50', { resolvedAt: null });
    await told('02:00', { tier: 'campus-it' });
    await told('02:30', {});
    const request = await requestAt(app, labs.lab);
    expect(await threadOf(app, request)).toEqual([
      'opened 01:00',
      'resolved 01:20',
      'reopened 01:50',
      'escalated 02:00',
      'returned 02:30',
    ]);
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 20 + 10 });
    expect(succeeded(await app.admin.get(`/support-requests/${request.id}`))).toMatchObject({
      escalatedAt: '2026-10-26T21:00:00-05:00',
    });
  });
});

describe('the past by the ready-made description of', () => {
  let app: TestApp;
  let systems: ReadonlyMap<string, TicketSystem>;
  let lab: string;
  beforeAll(async () => {
    ({ app, systems } = await startWithSystems());
  });
  afterAll(async () => {
    await app.close();
    for (const system of systems.values()) await system.stop();
  });
  beforeEach(async () => {
    await clearSources(app);
    lab = await aLab(app);
  });
  const opened = (name: string): { system: TicketSystem; externalId: string } => {
    const system = systems.get(name)!;
    system.reset();
    system.now = () => app.clock.now();
    return { system, externalId: system.open({ openedAt: Date.parse(OPENED) }).id };
  };
  const NAMES = TICKET_SYSTEMS.map(([name]) => name);

  it.each(NAMES)('%s, which is read when it happens, is as if people had done it here', async (name) => {
    const { system, externalId } = opened(name);
    let id = '';
    const isTold = ([, act]: (typeof STORY)[number]): boolean =>
      act !== 'answered' || system.tellsFirstResponse;
    await lived(
      app,
      {
        lab,
        acts: {
          answered: (at) => system.change(externalId, { firstResponseAt: Date.parse(at) }),
          resolved: () => system.resolve(externalId),
          reopened: () => system.reopen(externalId),
          escalated: () => system.change(externalId, { isWithCampusIt: true }),
          returned: () => system.change(externalId, { isWithCampusIt: false }),
        },
        open: async () => void ({ id } = await aSystemSource(app, system, { locationId: lab })),
        collect: () => collected(app, id),
      },
      STORY.filter(isTold),
    );
  });

  it.each(NAMES)('%s is never told to be shorter than it was', async (name) => {
    const { system, externalId } = opened(name);
    app.clock.set(OPENED);
    const { id } = await aSystemSource(app, system, { locationId: lab });
    const later = async (minutes: number, change: () => void): Promise<void> => {
      app.clock.advance(minutes);
      change();
      app.clock.advance(minutes);
      // Somebody changes something else, before it is read.
      system.change(externalId, { title: `At ${app.clock.now()}` });
      app.clock.advance(minutes);
      await collected(app, id);
    };
    await later(10, () => system.resolve(externalId));
    await later(10, () => system.reopen(externalId));
    await later(10, () => system.change(externalId, { isWithCampusIt: true }));
    const request = await requestAt(app, lab);
    expect(request.tier).toBe('campus-it');
    expect(await threadOf(app, request)).toEqual([
      'opened 01:00',
      'resolved 01:10',
      // It was read at 01:30 and at 02:00, and opened again at 01:40.
      'reopened 01:30',
      // At 02:10.
      'escalated 02:00',
    ]);
    expect(await clockOf(app, request)).toMatchObject({ usedMinutes: 30 });
    await later(10, () => system.change(externalId, { isWithCampusIt: false }));
    expect((await threadOf(app, request)).at(-1)).toBe('returned 02:30');
  });
});
