import { startApp, type TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import { littlePatience } from '../support/patience.js';
import { aSystemSource, clearSources, collected, runsOf, startWithSystems } from '../support/sources.js';
import { expectSameTickets, storedAndShown } from '../support/ticket-systems/same-tickets.js';
import type { TicketSystem } from '../support/ticket-systems/ticket-system.js';
import { TICKET_SYSTEMS } from '../support/ticket-systems/ticket-systems.js';

// The time is Monday, 26 October 2026, noon in Chicago. Clocks differ, systems are busy, credentials run out.

const MINUTE = 60_000;
let app: TestApp;
let systems: ReadonlyMap<string, TicketSystem>;
let env: Record<string, string>;
let locationId: string;

beforeAll(async () => {
  ({ app, systems, env } = await startWithSystems());
  locationId = (await aLocation(app)).id;
});
afterAll(async () => {
  await app.close();
  for (const system of systems.values()) await system.stop();
});

describe.each(TICKET_SYSTEMS.map(([name]) => name))('with the description of %s', (name) => {
  let system: TicketSystem;

  beforeEach(async () => {
    littlePatience();
    app.clock.set('2026-10-26T17:00:00Z');
    system = systems.get(name)!;
    system.reset();
    system.now = () => app.clock.now();
    await clearSources(app);
  });

  const openMany = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => system.open({ openedAt: system.now() - index * 1_000 }).id);
  const source = async (): Promise<string> =>
    (await aSystemSource(app, system, { locationId }, system.smallPage)).id;

  describe.each([
    ['a minute ahead', MINUTE],
    ['a minute behind', -MINUTE],
    ['of the same time', 0],
  ])('and a clock %s', (_clock, skew) => {
    it('nothing is lost, whenever a ticket changes, and when the product is started again', async () => {
      system.now = () => app.clock.now() + skew;
      const all = openMany(30);
      const id = await source();
      const onePage = system.lists;
      system.afterList = (count) => system.change(all[count % 10]!, { title: `After page ${count}` });
      for (let run = 0; run < 6; run++) {
        system.change(all[10 + run]!, { title: `Before run ${run}` });
        const runner = run === 3 ? await startApp({ database: app.database, env }) : app;
        runner.clock.set(new Date(app.clock.now()).toISOString());
        await collected(runner, id);
        if (runner !== app) await runner.close();
        system.change(all[20 + run]!, { title: `After run ${run}` });
        system.open({ title: `Opened after run ${run}` });
        app.clock.advance(run % 2 === 0 ? 5 : 1);
      }
      system.afterList = () => undefined;
      app.clock.advance(5);
      await collected(app, id);
      expect(system.lists).toBeGreaterThan(onePage);
      await expectSameTickets(app, system);
      expect((await runsOf(app, id)).every((run) => run.skipped === 0)).toBe(true);
    });
  });

  it.each([
    ['429 without a time', { status: 429 }],
    ['429 and seconds', { status: 429, headers: { 'retry-after': '0' } }],
    ['503 without a time', { status: 503 }],
  ])('and %s for a moment, it is asked again', async (_busy, answer) => {
    openMany(1);
    const id = await source();
    app.clock.advance(60);
    openMany(50);
    const before = system.lists;
    let wasBusy = false;
    system.afterList = (count) => {
      if (count !== before + 2) return;
      wasBusy = true;
      system.instead = { times: 2, ...answer };
    };
    await collected(app, id);
    expect(wasBusy).toBe(true);
    expect((await runsOf(app, id))[0]).toMatchObject({ status: 'completed', created: 50 });
    await expectSameTickets(app, system);
  });

  it('and 429 with two hours, it is left alone, and goes on later', async () => {
    openMany(1);
    const id = await source();
    app.clock.advance(60);
    openMany(50);
    const before = system.lists;
    system.afterList = (count) => {
      if (count === before + 2)
        system.instead = { times: 1_000, status: 429, headers: { 'retry-after': '7200' } };
    };
    const busy = await collected(app, id);
    expect(busy).toMatchObject({ state: 'failing', problem: { code: 'SOURCE_BUSY' } });
    expect(new Date(busy.nextRunAt as string)).toEqual(new Date('2026-10-26T20:00:00Z'));
    system.instead = null;
    app.clock.advance(120);
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    await expectSameTickets(app, system);
  });

  it('and credentials that are taken away in the middle, nothing is lost', async () => {
    openMany(1);
    const id = await source();
    app.clock.advance(60);
    openMany(50);
    const before = system.lists;
    system.afterList = (count) => {
      if (count === before + 2) system.revoke();
    };
    const cutOff = await collected(app, id);
    if (!system.usesTokens) {
      expect(cutOff).toMatchObject({ state: 'stopped', problem: { code: 'SOURCE_REFUSED' } });
      const { stored } = await storedAndShown(app, system);
      expect(stored.length).toBeLessThan(51);
      system.restore();
      await collected(app, id);
    }
    expect((await runsOf(app, id))[0]).toMatchObject({ status: 'completed', error: null });
    await expectSameTickets(app, system);
  });
});
