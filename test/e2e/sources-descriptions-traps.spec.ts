import type { TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import {
  aSystemSource,
  clearSources,
  collected,
  recheckNext,
  runsOf,
  startWithSystems,
  storedRequests,
  systemSourceBody,
} from '../support/sources.js';
import type { FreshserviceSystem } from '../support/ticket-systems/freshservice.js';
import type { JiraSystem } from '../support/ticket-systems/jira-service-management.js';
import { expectSameTickets } from '../support/ticket-systems/same-tickets.js';
import type { ServiceNowSystem } from '../support/ticket-systems/service-now.js';
import type { TeamDynamixSystem } from '../support/ticket-systems/team-dynamix.js';
import type { TicketSystem } from '../support/ticket-systems/ticket-system.js';
import type { ZammadSystem } from '../support/ticket-systems/zammad.js';

// The time is Monday, 26 October 2026, noon in Chicago. What is surprising about each ticket system.

const DAY = 24 * 60;
const MINUTE = 60_000;
let app: TestApp;
let systems: ReadonlyMap<string, TicketSystem>;
let locationId: string;

beforeAll(async () => {
  ({ app, systems } = await startWithSystems());
  locationId = (await aLocation(app)).id;
});
beforeEach(async () => {
  app.clock.set('2026-10-26T17:00:00Z');
  await clearSources(app);
});
afterAll(async () => {
  await app.close();
  for (const system of systems.values()) await system.stop();
});

function fresh<System extends TicketSystem>(name: string): System {
  const system = systems.get(name) as System;
  system.reset();
  system.now = () => app.clock.now();
  return system;
}
const source = (system: TicketSystem, pageSize?: number): Promise<{ id: string }> =>
  aSystemSource(app, system, { locationId }, pageSize);
const openMany = (system: TicketSystem, count: number, given: object = {}): string[] =>
  Array.from({ length: count }, () => system.open(given).id);
/** Some minutes later. */
const later = async (id: string, minutes: number): Promise<Record<string, unknown>> => {
  app.clock.advance(minutes);
  return collected(app, id);
};
/** Where a search finds all changes late, and where it finds some of them at once. */
async function expectLateOnesTold(system: TicketSystem, lagMinutes: number): Promise<void> {
  for (const lags of [() => true, ({ id }: { id: string }) => Number(id) % 2 === 1]) {
    system.reset();
    await clearSources(app);
    const all = openMany(system, 30, { openedAt: app.clock.now() - 90 * MINUTE });
    Object.assign(system, { lagMinutes, lags });
    const { id } = await source(system, 10);
    for (let run = 0; run < 21; run++) {
      if (run < 8) {
        for (const ticketId of [all[run]!, all[29 - run]!])
          system.change(ticketId, { title: `Change ${run}` });
        openMany(system, 2);
      }
      expect(await later(id, 5)).toMatchObject({ state: 'working', problem: null });
    }
    await expectSameTickets(app, system);
  }
}
const statusesOf = async (id: string): Promise<unknown[]> =>
  (await runsOf(app, id)).map(({ status }) => status as string);

describe('ServiceNow', () => {
  let system: ServiceNowSystem;
  beforeEach(() => {
    system = fresh('ServiceNow');
  });

  it('takes hidden rows out of its pages after the query: empty pages are not the end', async () => {
    const all = openMany(system, 300).toSorted();
    for (const id of all.slice(20, 120)) system.get(id).isHidden = true;
    for (const id of all.slice(150, 155)) system.get(id).isHidden = true;
    for (const id of all.slice(280)) system.get(id).isHidden = true;
    await source(system, 20);
    await expectSameTickets(app, system);
  });

  it.each(['Pacific/Kiritimati', 'Asia/Tokyo', 'America/Chicago', 'Pacific/Pago_Pago'])(
    'may take dates in the zone of its user, %s',
    async (zone) => {
      system.queryZone = zone;
      const all = openMany(system, 30);
      const { id } = await source(system, 10);
      for (let run = 0; run < 5; run++) {
        app.clock.advance(5);
        system.change(all[run]!, { title: `Change ${run}` });
        await later(id, 1);
      }
      await expectSameTickets(app, system);
    },
  );

  it('keeps the time of a resolution when an incident is reopened', async () => {
    const [ticketId] = openMany(system, 1);
    system.resolve(ticketId!);
    system.reopen(ticketId!);
    await source(system);
    const [request] = await storedRequests(app, 'service-now');
    expect([system.get(ticketId!).resolvedAt, request!.resolvedAt]).toEqual([app.clock.now(), null]);
  });

  it('has ids in no order of time: what arrives before the place of a run is told by the next one', async () => {
    openMany(system, 1);
    const { id } = await source(system, 10);
    app.clock.advance(60);
    openMany(system, 50);
    system.afterList = (count) => {
      if (count < 9) openMany(system, 2);
    };
    await collected(app, id);
    await later(id, 5);
    await expectSameTickets(app, system);
  });
});

describe('TeamDynamix', () => {
  let system: TeamDynamixSystem;
  beforeEach(() => {
    system = fresh('TeamDynamix');
  });

  it('cuts a search at its maximum without a word: as many as that are refused rather than cut', async () => {
    openMany(system, 19);
    const { id } = await source(system, 20);
    expect(await storedRequests(app, 'team-dynamix')).toHaveLength(19);
    app.clock.advance(60);
    openMany(system, 20);
    expect(await collected(app, id)).toMatchObject({
      state: 'stopped',
      problem: { code: 'SOURCE_SPAN_FULL' },
    });
    expect(await statusesOf(id)).toEqual(['failed', 'completed']);
    expect(await storedRequests(app, 'team-dynamix')).toHaveLength(19);
  });

  it('tells many that changed in one second by the time of their opening', async () => {
    for (let count = 0; count < 300; count++)
      system.open({ changedAt: app.clock.now(), openedAt: app.clock.now() - count * 1_000 });
    await source(system, 20);
    await expectSameTickets(app, system);
  });

  it('writes dates that are not set as the year 1', async () => {
    openMany(system, 1);
    await source(system);
    expect(await storedRequests(app, 'team-dynamix')).toMatchObject([
      { firstResponseAt: null, resolvedAt: null, firstResolvedAt: null },
    ]);
  });

  it('gives a token for a day: it is used again, and another one is asked for later', async () => {
    openMany(system, 1);
    const { id } = await source(system);
    for (let run = 0; run < 5; run++) await later(id, DAY / 2);
    openMany(system, 1);
    expect(await later(id, 5)).toMatchObject({ state: 'working', problem: null });
    await expectSameTickets(app, system);
    expect(system.tokens).toBeGreaterThan(1);
    expect(system.tokens).toBeLessThanOrEqual((await runsOf(app, id)).length + 1);
  });
});

describe('Jira Service Management', () => {
  let system: JiraSystem;
  beforeEach(() => {
    system = fresh('Jira Service Management');
  });

  it.each([1, 30, 55])('finds some changes only %i minutes later, and they are told then', (lag) =>
    expectLateOnesTold(system, lag),
  );

  it.each(['Asia/Tokyo', 'Pacific/Pago_Pago', 'Europe/London'])(
    'knows dates in the zone of its user, %s, in queries and in answers',
    async (zone) => {
      system.zone = zone;
      const all = openMany(system, 15);
      const { id } = await source(system, 10);
      system.resolve(all[3]!);
      await later(id, 5);
      await expectSameTickets(app, system);
    },
  );

  it('answers with shorter pages than asked for', async () => {
    system.mostPerPage = 3;
    openMany(system, 40);
    await source(system);
    await expectSameTickets(app, system);
  });

  it('keeps the id of a request that moves to another project while pages are read', async () => {
    openMany(system, 1);
    const { id } = await source(system, 10);
    app.clock.advance(60);
    const all = openMany(system, 40);
    system.afterList = (count) => system.change(all[39 - (count % 20)]!, { isWithCampusIt: count % 2 === 0 });
    await collected(app, id);
    system.afterList = () => undefined;
    await later(id, 5);
    await expectSameTickets(app, system);
  });
});

describe('Zammad', () => {
  let system: ZammadSystem;
  beforeEach(() => {
    system = fresh('Zammad');
  });

  it.each([1, 30, 55])('finds some changes only %i minutes later, and they are told then', (lag) =>
    expectLateOnesTold(system, lag),
  );

  it('looks ten thousand tickets deep: there are more', async () => {
    openMany(system, 10_500);
    await source(system);
    await expectSameTickets(app, system);
  });

  it('keeps the first closing in close_at: the last one is told', async () => {
    const [ticketId] = openMany(system, 1);
    system.resolve(ticketId!);
    app.clock.advance(30);
    system.reopen(ticketId!);
    app.clock.advance(30);
    system.resolve(ticketId!);
    await source(system);
    expect((await storedRequests(app, 'zammad'))[0]!.resolvedAt).toEqual(app.clock.date());
  });

  it('shows merged tickets as merged: they are left out, and dropped by the recheck', async () => {
    const all = openMany(system, 20);
    system.merge(all[0]!, all[1]!);
    const { id } = await source(system);
    await expectSameTickets(app, system);
    app.clock.advance(10);
    system.merge(all[2]!, all[3]!);
    await later(id, 5);
    await recheckNext(app, id);
    await collected(app, id);
    await expectSameTickets(app, system);
  });

  it('does not sort by id in old versions, and tells no ticket then: it is not added', async () => {
    openMany(system, 3);
    system.sortsById = false;
    const refused = await app.admin.post('/support-sources', systemSourceBody(system, { locationId }));
    expect([refused.status, refused.body.code]).toEqual([409, 'SOURCE_SEES_NOTHING']);
  });
});

describe('Freshservice', () => {
  let system: FreshserviceSystem;
  beforeEach(() => {
    system = fresh('Freshservice');
  });

  it('lists tickets that are older than thirty days only when it is asked for changes', async () => {
    openMany(system, 3, { openedAt: app.clock.now() - 400 * DAY * MINUTE });
    await source(system);
    await expectSameTickets(app, system);
  });

  it('lists tickets that were opened in the same second in any order across pages', async () => {
    openMany(system, 250);
    await source(system, 10);
    await expectSameTickets(app, system);
  });

  it('tells deleted tickets one by one as deleted', async () => {
    const all = openMany(system, 25);
    const { id } = await source(system);
    system.delete(all[5]!);
    await recheckNext(app, id);
    expect(await later(id, 5)).toMatchObject({ state: 'working' });
    await expectSameTickets(app, system);
  });

  it('never gets a larger page than it allows', async () => {
    openMany(system, 150);
    await source(system);
    const sizes = system.asked.map(({ query }) => Number(query.get('per_page') ?? 0));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    await expectSameTickets(app, system);
  });
});
