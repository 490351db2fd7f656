import type { TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import {
  aSystemSource,
  clearSources,
  collected,
  recheckNext,
  runsOf,
  startWithSystems,
} from '../support/sources.js';
import { expectSameTickets, storedAndShown } from '../support/ticket-systems/same-tickets.js';
import type { TicketSystem } from '../support/ticket-systems/ticket-system.js';
import { TICKET_SYSTEMS } from '../support/ticket-systems/ticket-systems.js';

// The time is Monday, 26 October 2026, noon in Chicago. Lists of tickets change while they are read.

const SECOND = 1_000;
let app: TestApp;
let systems: ReadonlyMap<string, TicketSystem>;
let locationId: string;

beforeAll(async () => {
  ({ app, systems } = await startWithSystems());
  locationId = (await aLocation(app)).id;
});
afterAll(async () => {
  await app.close();
  for (const system of systems.values()) await system.stop();
});

describe.each(TICKET_SYSTEMS.map(([name]) => name))('with the description of %s', (name) => {
  let system: TicketSystem;

  beforeEach(async () => {
    app.clock.set('2026-10-26T17:00:00Z');
    system = systems.get(name)!;
    system.reset();
    system.now = () => app.clock.now();
    await clearSources(app);
  });

  /** So many tickets that changed one after the other, the last one now. Each third one is resolved. */
  const openMany = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => {
      const changedAt = app.clock.now() - (count - index) * SECOND;
      const openedAt = changedAt - 5 * SECOND;
      const resolved = { isResolved: true, resolvedAt: changedAt, firstResolvedAt: changedAt };
      return system.open({ openedAt, changedAt, ...(index % 3 === 0 && resolved) }).id;
    });
  /** A source that has seen one ticket, with small pages. */
  const source = async (): Promise<string> => {
    system.open({ openedAt: app.clock.now() - 60 * 60 * SECOND });
    const { id } = await aSystemSource(app, system, { locationId }, system.smallPage);
    app.clock.advance(60);
    return id;
  };
  const listsAsked = (): string[] =>
    system.asked
      .filter(({ path }) => !path.includes('/auth/'))
      .map(({ query, body }) => `${query.toString().replace(/-\d+m/, '')} ${body}`);
  const expectNothingLost = async (id: string): Promise<void> => {
    system.afterList = () => undefined;
    app.clock.advance(5);
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    const { stored, shown } = await storedAndShown(app, system);
    const deleted = stored.filter((told) => system.get(told['id'] as string).isDeleted);
    expect(stored.filter((told) => !deleted.includes(told))).toEqual(shown);
    const created = (await runsOf(app, id)).map((run) => run.created as number);
    expect(created.reduce((sum, count) => sum + count, 0)).toBe(stored.length);
    await recheckNext(app, id);
    await collected(app, id);
    await expectSameTickets(app, system);
  };

  it('ten thousand tickets that changed in the same second are told, each once', async () => {
    const changedAt = app.clock.now() - 60 * SECOND;
    for (let count = 0; count < 10_000; count++)
      system.open({ changedAt, openedAt: changedAt - count * 60 * SECOND });
    const { id } = await aSystemSource(app, system, { locationId });
    expect(await runsOf(app, id)).toMatchObject([{ status: 'completed', created: 10_000 }]);
    await expectSameTickets(app, system);
  });

  it('tickets that change after each page are told as they are', async () => {
    const id = await source();
    const all = openMany(60);
    system.afterList = (count) => {
      if (count > 12) return;
      app.clock.advance(1);
      system.change(all[count]!, { title: `Changed after page ${count}` });
      system.resolve(all[59 - count]!);
      system.reopen(all[3 * count]!);
    };
    await collected(app, id);
    await expectNothingLost(id);
  });

  it('tickets that arrive after each page are told', async () => {
    const id = await source();
    openMany(60);
    system.afterList = (count) => {
      if (count > 12) return;
      app.clock.advance(1);
      for (let more = 0; more < 3; more++) system.open();
    };
    await collected(app, id);
    await expectNothingLost(id);
  });

  it('tickets that are deleted after each page hide no other ones', async () => {
    const id = await source();
    const all = openMany(60);
    const before = system.lists;
    system.afterList = (count) => {
      if (count === before + 1) for (const index of [0, 1, 2, 3]) system.delete(all[index]!);
      if (count === before + 3) system.delete(all[20]!);
      if (count < before + 6) system.delete(all[before + 59 - count]!);
    };
    await collected(app, id);
    await expectNothingLost(id);
  });

  it('tickets that change, arrive, are deleted and reopened all at once are told', async () => {
    const id = await source();
    const all = openMany(90);
    system.afterList = (count) => {
      if (count > 14) return;
      app.clock.advance(1);
      system.delete(all[count * 2]!);
      system.delete(all[89 - count]!);
      system.reopen(all[45 + count]!);
      system.change(all[count * 2 + 1]!, { isWithCampusIt: true });
      system.open({ title: `Opened after page ${count}` });
    };
    for (let run = 0; run < 3; run++) {
      await collected(app, id);
      app.clock.advance(5);
    }
    await expectNothingLost(id);
  });

  it('a run that is cut short goes on where it was', async () => {
    const id = await source();
    openMany(200);
    const before = system.lists;
    const askedBefore = listsAsked().length;
    system.afterList = (count) => {
      if (count === before + 15) system.instead = { times: 1_000, status: 500 };
    };
    expect(await collected(app, id)).toMatchObject({ state: 'failing', problem: { code: 'SOURCE_FAILED' } });
    const { stored } = await storedAndShown(app, system);
    expect(stored.length).toBeGreaterThan(1);
    expect(stored.length).toBeLessThan(201);
    system.instead = null;
    const askedBetween = listsAsked().length;
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    await expectSameTickets(app, system);
    const asked = listsAsked();
    expect(asked[askedBetween]).not.toEqual(asked[askedBefore]);
    await expectNothingLost(id);
  });

  it('tickets in pages that are hidden do not hide the others', async () => {
    const id = await source();
    const all = openMany(60).toSorted();
    for (const hidden of [...all.slice(0, 35), all[50]!]) system.get(hidden).isHidden = true;
    await collected(app, id);
    const { stored, shown } = await storedAndShown(app, system);
    expect(stored).toEqual(shown);
  });
});
