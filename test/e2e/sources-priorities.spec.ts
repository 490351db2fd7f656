import { aLocation, succeeded } from '../support/factories.js';
import type { TestApp } from '../support/app.js';
import { FakeRedmine } from '../support/fake-redmine.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { aRedmineSource, redmineSettings } from '../support/redmine-sources.js';
import {
  aSource,
  aSystemSource,
  beside,
  clearSources,
  collected,
  sourceBody,
  startWithSystems,
  trackerSettings,
} from '../support/sources.js';
import type { TicketSystem } from '../support/ticket-systems/ticket-system.js';
import { TICKET_SYSTEMS } from '../support/ticket-systems/ticket-systems.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const prioritiesIn = async (app: TestApp): Promise<Record<string, string>> => {
  const { items } = succeeded(await app.admin.get('/support-requests?limit=200'));
  return Object.fromEntries(
    (items as { externalId: string; priority: string }[]).map(({ externalId, priority }) => [
      externalId,
      priority,
    ]),
  );
};
const setPriority = async (app: TestApp, externalId: string, priority: string): Promise<void> => {
  const { items } = succeeded(await app.admin.get('/support-requests?limit=200'));
  const { id } = (items as { id: string; externalId: string }[]).find(
    (one) => one.externalId === externalId,
  )!;
  succeeded(await app.admin.patch(`/support-requests/${id}`, { priority }));
};

describe('the priority of a ticket of Request Tracker', () => {
  const given = beside(() => new FakeRequestTracker());

  it('is what the settings say, and stays as it is where they say nothing', async () => {
    const { app, system } = given;
    const locationId = (await aLocation(app)).id;
    system.open('2026-10-26T16:00:00Z', { Priority: '100' });
    system.open('2026-10-26T16:00:00Z', { Priority: '50' });
    const settings = trackerSettings(system, { priorities: { '100': 'urgent' } });
    const { id } = await aSource(app, system, { locationId, settings });
    expect(await prioritiesIn(app)).toEqual({ '1': 'urgent', '2': 'normal' });
    await setPriority(app, '2', 'high');
    app.clock.advance(10);
    for (const ticket of [1, 2]) system.change(ticket, '2026-10-26T17:05:00Z', { Priority: '50' });
    await collected(app, id);
    expect(await prioritiesIn(app)).toEqual({ '1': 'urgent', '2': 'high' });
    app.clock.advance(10);
    system.change(2, '2026-10-26T17:15:00Z', { Priority: '100' });
    await collected(app, id);
    expect(await prioritiesIn(app)).toEqual({ '1': 'urgent', '2': 'urgent' });
  });

  it('is refused when it is none of ours', async () => {
    const { app, system } = given;
    const settings = trackerSettings(system, { priorities: { '100': 'very high' } });
    const refused = await app.admin.post('/support-sources', sourceBody(system, { settings }));
    expect(refused).toMatchObject({ status: 400, body: { violations: [{ field: 'settings.priorities' }] } });
  });
});

describe('the priority of an issue of Redmine', () => {
  const given = beside(() => new FakeRedmine());

  it('is what the settings say', async () => {
    const { app, system } = given;
    const locationId = (await aLocation(app)).id;
    system.open('2026-10-26T16:00:00Z', { priority: 'Immediate' });
    system.open('2026-10-26T16:00:00Z', { priority: 'Normal' });
    const settings = redmineSettings(system, { priorities: { immediate: 'urgent' } });
    await aRedmineSource(app, system, { locationId, settings });
    expect(await prioritiesIn(app)).toEqual({ '1': 'urgent', '2': 'normal' });
  });
});

describe('by the ready-made description of', () => {
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
  beforeEach(() => clearSources(app));

  it.each(TICKET_SYSTEMS.map(([name]) => name))(
    '%s, priorities are ours, and follow the ticket',
    async (name) => {
      app.clock.set('2026-10-26T17:00:00Z');
      const system = systems.get(name)!;
      system.reset();
      system.now = () => app.clock.now();
      const [first, second] = (['high', 'normal'] as const).map(
        (priority) => system.open({ priority }).id,
      ) as [string, string];
      const { id } = await aSystemSource(app, system, { locationId });
      expect(await prioritiesIn(app)).toEqual({ [first]: 'high', [second]: 'normal' });
      app.clock.advance(10);
      system.change(second, { priority: 'low' });
      // Zammad has only three; others of its own say nothing.
      system.change(first, { priority: 'urgent' });
      app.clock.advance(1);
      await collected(app, id);
      const priority = name === 'Zammad' ? 'high' : 'urgent';
      expect(await prioritiesIn(app)).toEqual({ [first]: priority, [second]: 'low' });
    },
  );
});
