import type { TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
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
import { expectSameTickets } from '../support/ticket-systems/same-tickets.js';
import type { SystemTicket, TicketSystem } from '../support/ticket-systems/ticket-system.js';
import { TICKET_SYSTEMS } from '../support/ticket-systems/ticket-systems.js';

// The time is Monday, 26 October 2026, noon in Chicago. Each system is a server in memory that behaves as its documentation tells.

const at = (time: string): number => Date.parse(`2026-10-26T${time}Z`);
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

describe.each(TICKET_SYSTEMS.map(([name]) => name))('the description of %s', (name) => {
  let system: TicketSystem;

  beforeEach(async () => {
    app.clock.set('2026-10-26T17:00:00Z');
    system = systems.get(name)!;
    system.reset();
    system.now = () => app.clock.now();
    await clearSources(app);
  });

  const ticket = (given: Partial<SystemTicket> = {}): SystemTicket =>
    system.open({ openedAt: at('15:00:00'), ...given });
  const source = (overrides: object = {}): Promise<{ id: string }> =>
    aSystemSource(app, system, { locationId, ...overrides });
  const rechecked = async (id: string): Promise<Record<string, unknown>> => {
    await recheckNext(app, id);
    return collected(app, id);
  };

  it('collects tickets with their times, tiers, places, titles and addresses', async () => {
    ticket({ title: 'Printer is stuck', place: 'Media Lab' });
    ticket({
      firstResponseAt: at('15:10:00'),
      isResolved: true,
      resolvedAt: at('16:00:00'),
      firstResolvedAt: at('16:00:00'),
      changedAt: at('16:00:00'),
    });
    ticket({ isWithCampusIt: true, firstResponseAt: at('15:30:00'), changedAt: at('16:00:00') });
    ticket({ resolvedAt: at('15:40:00'), firstResolvedAt: at('15:40:00'), changedAt: at('15:50:00') });
    ticket({ openedAt: Date.parse('2019-02-01T09:00:00Z') });
    const { id } = await source();
    await expectSameTickets(app, system);
    const requests = await storedRequests(app, system.description.system);
    expect(requests.every((request) => request.locationId === locationId)).toBe(true);
    expect(await runsOf(app, id)).toMatchObject([{ status: 'completed', created: 5, skipped: 0 }]);
  });

  it('leads to locations by rules', async () => {
    const other = (await aLocation(app)).id;
    ticket({ place: 'Media Lab' });
    ticket({ place: 'Elsewhere' });
    await source({ locationId: null, locationRules: [{ equals: 'media lab', locationId: other }] });
    const requests = await storedRequests(app, system.description.system);
    expect(requests.map((request) => [request.place, request.locationId])).toEqual(
      expect.arrayContaining([
        ['Media Lab', other],
        ['Elsewhere', null],
      ]),
    );
  });

  it('follows resolutions, reopening and moves to Campus IT', async () => {
    const first = ticket();
    const second = ticket();
    const { id } = await source();
    for (const change of [
      () => system.resolve(first.id),
      () => system.reopen(first.id),
      () => system.resolve(first.id),
      () => system.change(second.id, { isWithCampusIt: true, title: 'Network' }),
    ]) {
      app.clock.advance(10);
      change();
      app.clock.advance(1);
      expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
      await expectSameTickets(app, system);
    }
    expect(await runsOf(app, id)).toHaveLength(5);
  });

  it('keeps the first resolution of a ticket that was reopened', async () => {
    const { id: ticketId } = ticket();
    const { id } = await source();
    app.clock.advance(10);
    system.resolve(ticketId);
    const first = new Date(app.clock.now());
    await collected(app, id);
    app.clock.advance(10);
    system.reopen(ticketId);
    await collected(app, id);
    const [request] = await storedRequests(app, system.description.system);
    expect(request).toMatchObject({ firstResolvedAt: first, resolvedAt: null });
  });

  it('finds deleted tickets with the daily recheck', async () => {
    const all = Array.from({ length: 25 }, () => ticket());
    const { id } = await source();
    system.delete(all[3]!.id);
    system.delete(all[24]!.id);
    await collected(app, id);
    expect(await storedRequests(app, system.description.system)).toHaveLength(25);
    expect(await rechecked(id)).toMatchObject({ state: 'working', problem: null });
    await expectSameTickets(app, system);
  });

  it('keeps tickets that may not be seen any more, where the system tells that they are there', async () => {
    const all = Array.from({ length: 25 }, () => ticket());
    const { id } = await source();
    system.get(all[3]!.id).isHidden = true;
    await rechecked(id);
    const left = system.hidesAsMissing ? 24 : 25;
    expect(await storedRequests(app, system.description.system)).toHaveLength(left);
  });

  it('is refused where no ticket is seen, unless that is in order', async () => {
    const refused = await app.admin.post('/support-sources', systemSourceBody(system, { locationId }));
    expect([refused.status, refused.body.code]).toEqual([409, 'SOURCE_SEES_NOTHING']);
    const { id } = await source({ settings: { ...system.settings(), startsEmpty: true } });
    app.clock.advance(10);
    ticket({ openedAt: app.clock.now() });
    await collected(app, id);
    await expectSameTickets(app, system);
  });

  it('tells whoever sets it up some tickets, and nobody the secrets', async () => {
    ticket({ title: 'Printer is stuck' });
    const { id } = await source({ enabled: false });
    const { ok, sample } = succeeded(await app.admin.post(`/support-sources/${id}/check`));
    expect([ok, sample]).toEqual([true, [expect.objectContaining({ title: 'Printer is stuck' })]]);
    const secrets = system.description.parameters.filter(({ isSecret }) => isSecret);
    const shown = JSON.stringify(succeeded(await app.admin.get(`/support-sources/${id}`)));
    for (const { name } of secrets) {
      const secret = system.parameters[name]!;
      for (const text of [secret, btoa(`${secret}:X`)]) expect(shown).not.toContain(text);
    }
  });
});
