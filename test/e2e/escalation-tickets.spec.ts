import { startApp, type TestApp } from '../support/app.js';
import {
  anEscalatedRequest,
  missingTickets,
  opensTicketsFor,
  requestNow,
  ticketOf,
  ticketsDone,
} from '../support/escalations.js';
import { aLocation, aUser, succeeded, type MadeUser } from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { littlePatience } from '../support/patience.js';
import { aSource, beside, collected, storedIds, trackerSettings, trackerTime } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Campus IT works in a Request Tracker in memory.

let app: TestApp;
let tracker: FakeRequestTracker;
let lab: string;
let sourceId: string;
let campus: MadeUser;
let supervisor: MadeUser;

const given = beside(() => new FakeRequestTracker());
beforeAll(async () => {
  littlePatience({ retries: [0, 0] });
  ({ app, system: tracker } = given);
  lab = (await aLocation(app, { name: 'Main Library' })).id;
  campus = await aUser(app, 'campus_it', [lab]);
  supervisor = await aUser(app, 'supervisor', [lab]);
});
beforeEach(async () => {
  tracker.now = () => trackerTime(app);
  tracker.open('2026-10-26T16:00:00Z');
  const settings = trackerSettings(tracker, { openIn: 'Campus IT' });
  ({ id: sourceId } = await aSource(app, tracker, { locationId: lab, settings }));
  await opensTicketsFor(app, sourceId, [lab]);
});

const subjects = () => tracker.all().map(({ Subject }) => Subject);
const created = () => tracker.asked.filter(({ body }) => body !== '');

describe('an escalated request', () => {
  it('opens a ticket that says what Campus IT needs, and not who asked', async () => {
    const request = await anEscalatedRequest(app, lab, {
      workstation: 'PC-07',
      requester: 'Ada Lovelace',
      priority: 'urgent',
    });
    await ticketsDone(app, 0);
    expect(created()).toEqual([]);
    await ticketsDone(app);
    const ticket = await ticketOf(app, request);
    expect(ticket).toMatchObject({
      state: 'open',
      sourceName: 'rt',
      externalId: '2',
      externalUrl: `http://${tracker.host}/Ticket/Display.html?id=2`,
      problem: null,
      openedAt: '2026-10-26T12:01:00-05:00',
    });
    const [asked] = created();
    const body = JSON.parse(asked!.body) as { Queue: string; Subject: string; Content: string };
    expect(body).toMatchObject({
      Queue: 'Campus IT',
      Subject: `[${ticket.reference}] No network (Main Library)`,
    });
    for (const words of [
      'All of row B.',
      'Where: Main Library, PC-07',
      'Priority: urgent',
      `/requests/${request.id}`,
    ])
      expect(body.Content).toContain(words);
    expect(body.Content).toContain('Handed over: Mon 26 Oct 2026, 12:00 CDT');
    expect(JSON.stringify(body)).not.toContain('Lovelace');
  });

  it('is one request, also after its ticket was collected', async () => {
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    await collected(app, sourceId);
    expect(await storedIds(app)).toEqual(['1']);
    expect(await requestNow(app, request)).toMatchObject({ tier: 'campus-it', resolvedAt: null });
  });

  it('opens one ticket when several servers try at once', async () => {
    const replica = await startApp({
      database: app.database,
      now: '2026-10-26T17:05:00Z',
      env: { PRIVATE_HOSTS: tracker.host },
    });
    const requests = [];
    for (let count = 0; count < 5; count++) requests.push(await anEscalatedRequest(app, lab));
    await Promise.all([
      ticketsDone(app),
      ticketsDone(replica, 0),
      ticketsDone(app, 0),
      ticketsDone(replica, 0),
    ]);
    await replica.close();
    expect(created()).toHaveLength(5);
    for (const request of requests) expect(await ticketOf(app, request)).toMatchObject({ state: 'open' });
  });

  it('opens none when the hand-over is undone at once, and none when it was resolved meanwhile', async () => {
    const undone = await anEscalatedRequest(app, lab);
    succeeded(
      await app.admin.patch(`/support-requests/${undone.id}`, { tier: 'library', escalatedAt: null }),
    );
    const resolved = await anEscalatedRequest(app, lab);
    succeeded(await app.admin.patch(`/support-requests/${resolved.id}`, { resolvedAt: trackerTime(app) }));
    await ticketsDone(app);
    expect(created()).toEqual([]);
    expect([await ticketOf(app, undone), await ticketOf(app, resolved)]).toEqual([null, null]);
  });

  it('opens none where nothing is set up for it, which can be told', async () => {
    const elsewhere = (await aLocation(app)).id;
    const request = await anEscalatedRequest(app, elsewhere);
    await ticketsDone(app);
    expect(succeeded(await app.admin.get(`/support-requests/${request.id}/ticket`))).toEqual({
      ticket: null,
      opensIn: null,
    });
    const refused = await app.admin.post(`/support-requests/${request.id}/ticket`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'NO_TICKET_SYSTEM' } });
  });

  it('opens one when it goes to Campus IT from the beginning, or by a change of its tier', async () => {
    const openedAt = trackerTime(app);
    const asked = { locationId: lab, openedAt };
    const first = succeeded(await app.admin.post('/support-requests', { ...asked, tier: 'campus-it' }));
    const second = succeeded(await app.admin.post('/support-requests', asked));
    succeeded(
      await app.admin.patch(`/support-requests/${second.id}`, { tier: 'campus-it', escalatedAt: openedAt }),
    );
    // Another system has it there already.
    const foreign = { ...asked, source: 'other', externalId: '7', tier: 'campus-it' };
    succeeded(await app.admin.post('/support-requests', foreign));
    const slip = succeeded(await app.admin.post('/support-requests', { ...asked, tier: 'campus-it' }));
    expect((await app.admin.delete(`/support-requests/${slip.id}`)).status).toBe(204);
    await ticketsDone(app);
    expect(created()).toHaveLength(2);
    // Its ticket would be a request of nobody.
    const refused = await app.admin.delete(`/support-requests/${first.id}`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'WITH_CAMPUS_IT' } });
  });
});

describe('a request that a rule sends to Campus IT', () => {
  it('opens a ticket with the words of the rule', async () => {
    const rule = { locationId: lab, tier: 'campus-it', words: 'No one is here at noon.' };
    const { id } = succeeded(await app.admin.post('/routing-rules', rule));
    const request = succeeded(
      await app.admin.post('/support-requests', {
        locationId: lab,
        openedAt: trackerTime(app),
        title: 'Row C',
      }),
    );
    succeeded(await app.admin.delete(`/routing-rules/${id}`));
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open' });
    const { Content } = JSON.parse(created()[0]!.body) as { Content: string };
    expect(Content).toMatch(/^No one is here at noon\./);
    tracker.resolve(2, trackerTime(app));
    await collected(app, sourceId);
    expect(await requestNow(app, request)).toMatchObject({ tier: 'campus-it', escalatedAt: null });
    expect((await requestNow(app, request)).resolvedAt).not.toBeNull();
  });
});

describe('a ticket whose answer never came', () => {
  it('is found by its reference, and opened only once', async () => {
    tracker.hook = ({ body }, response) => {
      if (body === '') return false;
      tracker.create(JSON.parse(body) as never);
      response.destroy();
      return true;
    };
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'waiting', externalId: null });
    tracker.hook = () => undefined;
    await ticketsDone(app, 5);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '2', problem: null });
    expect(subjects()).toHaveLength(2);
  });

  it('is found when the server died before it sent anything', async () => {
    const request = await anEscalatedRequest(app, lab);
    await app.database.query('UPDATE escalation_tickets SET attempts = 1');
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open' });
    expect(created()).toHaveLength(1);
  });

  it('is known when it is collected before the next attempt, and is no request of its own', async () => {
    tracker.hook = ({ body }, response) => {
      if (body === '') return false;
      tracker.create(JSON.parse(body) as never);
      response.writeHead(500).end();
      return true;
    };
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    tracker.hook = () => undefined;
    await collected(app, sourceId);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '2', problem: null });
    expect(await storedIds(app)).toEqual(['1']);
    await ticketsDone(app, 5);
    expect(created()).toHaveLength(1);
  });

  it('is no request of its own when it was collected, under another title, while the answer was on its way', async () => {
    tracker.hook = async ({ body }, response) => {
      if (body === '') return false;
      const [, { id }] = tracker.create(JSON.parse(body) as never) as [number, { id: string }];
      tracker.change(Number(id), trackerTime(app), { Subject: 'Row B' });
      tracker.hook = () => undefined;
      await collected(app, sourceId);
      expect(await storedIds(app)).toEqual(['1', id]);
      response
        .writeHead(201, { 'content-type': 'application/json' })
        .end(JSON.stringify({ id, type: 'ticket' }));
      return true;
    };
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '2' });
    expect(await storedIds(app)).toEqual(['1']);
    await collected(app, sourceId);
    expect(await storedIds(app)).toEqual(['1']);
  });
});

describe('a ticket that cannot be opened', () => {
  it('is tried again, and people of both divisions are told once, in words', async () => {
    tracker.hook = ({ body }, response) => {
      if (body === '') return false;
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: 'Could not create ticket. Owner is not a privileged user.' }));
      return true;
    };
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    await ticketsDone(app, 5);
    const { problem, state, nextAttemptAt } = await ticketOf(app, request);
    expect({ state, nextAttemptAt }).toEqual({
      state: 'waiting',
      nextAttemptAt: '2026-10-26T12:16:00-05:00',
    });
    expect(problem.message).toContain('Owner is not a privileged user.');
    const messages = await missingTickets(app);
    expect(messages.map(({ userId }) => userId).sort()).toEqual([campus.id, supervisor.id].sort());
    expect(messages[0]!.facts.problem).toContain('not a privileged user');
    tracker.hook = () => undefined;
    expect(succeeded(await campus.client.post(`/support-requests/${request.id}/ticket`)).ticket.state).toBe(
      'waiting',
    );
    await app.jobsDone();
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', problem: null });
  });

  it('is told of only when it lasts, where the other system is merely away', async () => {
    tracker.hook = (_asked, response) => {
      response.writeHead(502).end();
      return true;
    };
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    await ticketsDone(app, 5);
    expect(await missingTickets(app)).toEqual([]);
    await ticketsDone(app, 10);
    expect(await missingTickets(app)).toHaveLength(2);
    for (const minutes of [30, 60, 180, 360, 720, 1440]) await ticketsDone(app, minutes);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'failed', nextAttemptAt: null });
    expect(await missingTickets(app)).toHaveLength(2);
    tracker.hook = () => undefined;
    succeeded(await app.admin.post(`/support-requests/${request.id}/ticket`));
    await app.jobsDone();
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open' });
    const again = await app.admin.post(`/support-requests/${request.id}/ticket`);
    expect(again).toMatchObject({ status: 409, body: { code: 'TICKET_IS_OPEN' } });
  });
});
