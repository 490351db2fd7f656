import type { TestApp } from '../support/app.js';
import {
  anEscalatedRequest,
  missingTickets,
  opensTicketsFor,
  requestNow,
  ticketOf,
  ticketsDone,
} from '../support/escalations.js';
import { aLocation, aUser, succeeded, type Made } from '../support/factories.js';
import { littlePatience } from '../support/patience.js';
import {
  aSystemSource,
  clearSources,
  collected,
  runsOf,
  startWithSystems,
  storedRequests,
} from '../support/sources.js';
import type { TicketSystem } from '../support/ticket-systems/ticket-system.js';
import { TICKET_SYSTEMS } from '../support/ticket-systems/ticket-systems.js';

// The time is Monday, 26 October 2026, noon in Chicago. Each system is a server in memory that behaves as its documentation tells.

let app: TestApp;
let systems: ReadonlyMap<string, TicketSystem>;
let lab: string;

beforeAll(async () => {
  ({ app, systems } = await startWithSystems());
  lab = (await aLocation(app, { name: 'Main Library' })).id;
  await aUser(app, 'supervisor', [lab]);
});
afterAll(async () => {
  await app.close();
  for (const system of systems.values()) await system.stop();
});

let system: TicketSystem;
const begin = async (name: string): Promise<void> => {
  littlePatience({ retries: [0, 0] });
  app.clock.set('2026-10-26T17:00:00Z');
  system = systems.get(name)!;
  system.reset();
  system.now = () => app.clock.now();
  await clearSources(app);
};
/** A source in which the lab opens tickets. It collects a ticket that is there already. */
const opening = async (changed: Readonly<Record<string, string>> = {}): Promise<string> => {
  system.open({ openedAt: app.clock.now() - 3_600_000 });
  const { id } = await aSystemSource(app, system, {
    locationId: lab,
    settings: system.settings(undefined, changed),
  });
  await opensTicketsFor(app, id, [lab]);
  return id;
};
/** The tickets that have the reference of a request. */
const openedFor = async (request: Made): Promise<string[]> => {
  const { reference } = await ticketOf(app, request);
  return system
    .shown()
    .filter(({ title }) => title.includes(reference as string))
    .map(({ id }) => id);
};
const collectedLater = (id: string, minutes: number): Promise<Record<string, unknown>> => {
  app.clock.advance(minutes);
  return collected(app, id);
};

describe.each(TICKET_SYSTEMS.map(([name]) => name))('a ticket that is opened in %s', (name) => {
  beforeEach(() => begin(name));

  it('is there once, is no request of its own, and what becomes of it is followed', async () => {
    const sourceId = await opening();
    const given = { title: 'The <b>"blue"</b> screen', requester: 'Robin Doe', workstation: 'PC "7"' };
    const request = await anEscalatedRequest(app, lab, { ...given, priority: 'urgent' });
    await ticketsDone(app);
    const [ticketId, ...others] = await openedFor(request);
    expect(others).toEqual([]);
    expect(await ticketOf(app, request)).toMatchObject({
      state: 'open',
      externalId: ticketId,
      externalUrl: system.urlOf(ticketId!),
      problem: null,
    });
    expect(system.get(ticketId!)).toMatchObject({ isWithCampusIt: true });
    expect(system.get(ticketId!).title).toContain('The <b>"blue"</b> screen');
    expect(JSON.stringify(system.asked)).not.toContain('Robin');
    await collectedLater(sourceId, 30);
    system.resolve(ticketId!);
    const resolvedAt = app.clock.now();
    await collectedLater(sourceId, 1);
    expect(Date.parse((await requestNow(app, request)).resolvedAt as string)).toBe(resolvedAt);
    app.clock.advance(30);
    system.reopen(ticketId!);
    await collectedLater(sourceId, 1);
    expect(await requestNow(app, request)).toMatchObject({ resolvedAt: null, tier: 'campus-it' });
    system.change(ticketId!, { isWithCampusIt: false });
    await collectedLater(sourceId, 1);
    expect(await requestNow(app, request)).toMatchObject({ resolvedAt: null, tier: 'library' });
    expect(await ticketOf(app, request)).toMatchObject({ state: 'over' });
    expect(await storedRequests(app, system.description.system)).toHaveLength(1);
  });

  it('is told, out of sight of who asked, that the library has its request again', async () => {
    await opening();
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    const [ticketId] = await openedFor(request);
    const { reference } = await ticketOf(app, request);
    succeeded(
      await app.admin.post(`/support-requests/${request.id}/return`, { text: 'It was the <cable>.' }),
    );
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'over', problem: null });
    expect(system.notes).toEqual([
      { id: ticketId, text: expect.stringContaining(reference as string) as string },
    ]);
    expect(system.notes[0]!.text).toMatch(/It was the (<cable>|&lt;cable&gt;)\./);
    expect(system.notes[0]!.text).toContain(`/requests/${request.id}`);
  });

  it('is found by its reference when the answer was lost', async () => {
    await opening();
    system.losesAnswers = 1;
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'waiting', externalId: null });
    // Others come in between, which a search may find, too.
    await anEscalatedRequest(app, lab);
    await ticketsDone(app, 6);
    const [ticketId, ...others] = await openedFor(request);
    expect(others).toEqual([]);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: ticketId });
  });

  it('that is refused is told in a sentence, and nothing is there', async () => {
    const [parameter, value] = system.wrongToOpen;
    await opening({ [parameter]: value });
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    const { state, problem } = await ticketOf(app, request);
    expect(state).toBe('waiting');
    expect(problem).toMatchObject({ code: 'TICKET_REFUSED' });
    expect(problem.message).toMatch(/^It does not take the ticket, and says “.{10,}”\.$/);
    expect(await openedFor(request)).toEqual([]);
    expect((await missingTickets(app)).map(({ facts }) => facts.problem)).toContain(problem.message);
  });

  it('waits while the system is busy', async () => {
    await opening();
    system.insteadOfOpening = { times: 1, status: 429, headers: { 'retry-after': '7200' } };
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({
      state: 'waiting',
      problem: { code: 'SOURCE_BUSY' },
    });
    await ticketsDone(app, 6);
    expect(await openedFor(request)).toHaveLength(1);
  });

  it('is opened also after the credentials ran out, with new ones or once they are accepted again', async () => {
    await opening();
    system.revoke();
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    if (!system.usesTokens) {
      expect((await ticketOf(app, request)).problem).toMatchObject({ code: 'SOURCE_REFUSED' });
      system.restore();
      await ticketsDone(app, 6);
    }
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open' });
    expect(await openedFor(request)).toHaveLength(1);
  });

  it('is not offered while something that it needs is missing', async () => {
    const settings = system.settings(undefined, { [system.wrongToOpen[0]]: '' });
    expect(settings).not.toHaveProperty('open');
    system.open();
    const { id } = await aSystemSource(app, system, { locationId: lab, settings });
    const refused = await app.admin.patch(`/support-sources/${id}/escalations`, { locationIds: [lab] });
    expect([refused.status, refused.body.code]).toEqual([409, 'SOURCE_OPENS_NOWHERE']);
  });
});

describe.each(['Jira Service Management', 'Zammad'])('a ticket in %s, whose search lags', (name) => {
  beforeEach(() => begin(name));

  const lost = async (lagMinutes: number): Promise<{ request: Made; sourceId: string }> => {
    const sourceId = await opening();
    system.lagMinutes = lagMinutes;
    system.losesAnswers = 1;
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    await ticketsDone(app, 6);
    return { request, sourceId };
  };

  it('is found by then, when it lags no longer than five minutes', async () => {
    const { request } = await lost(4);
    expect(await openedFor(request)).toHaveLength(1);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open' });
  });

  it('is opened twice when it lags longer; the second one counts as no request, and is a remark', async () => {
    const { request, sourceId } = await lost(30);
    expect(await openedFor(request)).toHaveLength(2);
    await collectedLater(sourceId, 60);
    expect(await storedRequests(app, system.description.system)).toHaveLength(1);
    const remarks = (await runsOf(app, sourceId)).flatMap((run) => run['remarks'] as { message: string }[]);
    expect(remarks).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('followed for that request') as string }),
    );
  });
});
