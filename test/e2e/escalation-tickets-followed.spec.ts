import { TicketJobs } from '../../src/support/tickets/ticket-jobs.service.js';
import type { TestApp } from '../support/app.js';
import {
  anEscalatedRequest,
  missingTickets,
  opensTicketsFor,
  requestNow,
  threadOf,
  ticketOf,
  ticketsDone,
} from '../support/escalations.js';
import { aLocation, aUser, succeeded, type MadeUser } from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { littlePatience } from '../support/patience.js';
import {
  aSource,
  beside,
  collected,
  runsOf,
  stored,
  storedIds,
  trackerSettings,
  trackerTime,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Campus IT works in a Request Tracker in memory.

let app: TestApp;
let tracker: FakeRequestTracker;
let lab: string;
let sourceId: string;
let campus: MadeUser;

const given = beside(() => new FakeRequestTracker());
beforeAll(async () => {
  littlePatience({ retries: [0, 0] });
  ({ app, system: tracker } = given);
  lab = (await aLocation(app, { name: 'Main Library' })).id;
  campus = await aUser(app, 'campus_it', [lab]);
  await aUser(app, 'supervisor', [lab]);
});
beforeEach(async () => {
  tracker.now = () => trackerTime(app);
  tracker.open('2026-10-26T16:00:00Z');
  const settings = trackerSettings(tracker, { openIn: 'Campus IT' });
  ({ id: sourceId } = await aSource(app, tracker, { locationId: lab, settings }));
  await opensTicketsFor(app, sourceId, [lab]);
});

describe('what becomes of a ticket', () => {
  const opened = async () => {
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    await collected(app, sourceId);
    return request;
  };
  const later = (minutes: number): string => {
    app.clock.advance(minutes);
    return trackerTime(app);
  };

  it('becomes of its request: resolved, open again, given back', async () => {
    const request = await opened();
    tracker.change(2, later(10), { Status: 'open', Started: trackerTime(app) });
    tracker.resolve(2, later(50));
    await collected(app, sourceId);
    expect(await requestNow(app, request)).toMatchObject({
      tier: 'campus-it',
      resolvedAt: '2026-10-26T13:01:00-05:00',
      firstResolvedAt: '2026-10-26T13:01:00-05:00',
    });
    expect(await ticketOf(app, request)).toMatchObject({
      state: 'open',
      firstResponseAt: '2026-10-26T12:11:00-05:00',
      resolvedAt: '2026-10-26T13:01:00-05:00',
    });
    tracker.reopen(2, later(30));
    await collected(app, sourceId);
    expect(await requestNow(app, request)).toMatchObject({
      resolvedAt: null,
      firstResolvedAt: '2026-10-26T13:01:00-05:00',
    });
    tracker.move(2, later(30), 'Library Desk');
    await collected(app, sourceId);
    expect(await requestNow(app, request)).toMatchObject({ tier: 'library', resolvedAt: null });
    expect(await ticketOf(app, request)).toMatchObject({ state: 'over' });
    expect((await threadOf(app, request)).slice(-3)).toEqual([
      ['resolved', 'rt'],
      ['reopened', 'rt'],
      ['returned', 'rt'],
    ]);
    // From now on it is a ticket of theirs, and still no request of ours.
    tracker.resolve(2, later(30));
    await collected(app, sourceId);
    expect(await requestNow(app, request)).toMatchObject({ tier: 'library', resolvedAt: null });
    expect(await storedIds(app)).toEqual(['1']);
  });

  it('becomes of its request only once, however often it is told', async () => {
    const request = await opened();
    tracker.resolve(2, later(50));
    await collected(app, sourceId);
    const { version } = await requestNow(app, request);
    tracker.change(2, later(5), { Subject: 'Another title' });
    await collected(app, sourceId);
    await collected(app, sourceId);
    expect((await requestNow(app, request)).version).toBe(version);
  });

  it('is followed no more once the library has the request again, and a new hand-over opens another one', async () => {
    const request = await opened();
    succeeded(
      await campus.client.post(`/support-requests/${request.id}/return`, { text: 'It is the cable.' }),
    );
    const former = await ticketOf(app, request);
    expect(former).toMatchObject({ state: 'over', externalId: '2' });
    tracker.resolve(2, later(50));
    await collected(app, sourceId);
    expect(await requestNow(app, request)).toMatchObject({ resolvedAt: null });
    succeeded(await app.admin.post(`/support-requests/${request.id}/escalate`, { text: 'It is not.' }));
    await ticketsDone(app);
    const next = await ticketOf(app, request);
    expect(next).toMatchObject({ state: 'open', externalId: '3' });
    expect(next.reference).not.toBe(former.reference);
    await collected(app, sourceId);
    expect(await storedIds(app)).toEqual(['1']);
  });

  it('is told once and in words that the library has its request again, half a minute later', async () => {
    const request = await opened();
    const { reference } = await ticketOf(app, request);
    succeeded(
      await campus.client.post(`/support-requests/${request.id}/return`, { text: 'It is the cable.' }),
    );
    await ticketsDone(app, 0.4);
    expect(tracker.notes).toEqual([]);
    await ticketsDone(app, 0.2);
    await ticketsDone(app, 60);
    const [note, ...others] = tracker.notes;
    expect(others).toEqual([]);
    expect(note).toMatchObject({ id: 2 });
    expect(note!.text.split('\n')).toEqual([
      `The library has ${reference} again.`,
      '',
      'It is the cable.',
      '',
      expect.stringMatching(`^What becomes of it is shown there: http.*/requests/${request.id}$`),
    ]);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'over', problem: null });
  });

  it('goes on when giving its request back was a slip, and is not told of it', async () => {
    const request = await opened();
    const path = `/support-requests/${request.id}`;
    succeeded(await campus.client.post(`${path}/return`, { text: 'It is the cable.' }));
    succeeded(await campus.client.patch(path, { tier: 'campus-it' }));
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({
      state: 'open',
      externalId: '2',
      nextAttemptAt: null,
    });
    tracker.resolve(2, later(10));
    await collected(app, sourceId);
    expect((await requestNow(app, request)).resolvedAt).not.toBeNull();
    // Half a minute later it was told, so another one is opened.
    const other = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    succeeded(await campus.client.post(`/support-requests/${other.id}/return`, { text: 'It is yours.' }));
    await ticketsDone(app);
    succeeded(await campus.client.patch(`/support-requests/${other.id}`, { tier: 'campus-it' }));
    await ticketsDone(app);
    expect(await ticketOf(app, other)).toMatchObject({ state: 'open', externalId: '4' });
    expect(tracker.notes.map(({ id }) => id)).toEqual([3]);
  });

  it('is told without words when it was taken back, and not when it gave its request back itself', async () => {
    const request = await opened();
    succeeded(
      await app.admin.patch(`/support-requests/${request.id}`, { tier: 'library', escalatedAt: null }),
    );
    await ticketsDone(app);
    expect(tracker.notes.map(({ text }) => text.split('\n').length)).toEqual([3]);
    const other = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    await collected(app, sourceId);
    tracker.move(3, later(10), 'Library Desk');
    await collected(app, sourceId);
    expect(await requestNow(app, other)).toMatchObject({ tier: 'library' });
    await ticketsDone(app);
    expect(tracker.notes).toHaveLength(1);
  });

  it('that could not be told is told again, and it is said why', async () => {
    const request = await opened();
    succeeded(
      await campus.client.post(`/support-requests/${request.id}/return`, { text: 'It is the cable.' }),
    );
    tracker.hook = ({ path }, response) => {
      if (!path.endsWith('/comment')) return false;
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"message":"Permission Denied"}');
      return true;
    };
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({
      state: 'over',
      problem: {
        code: 'TICKET_NOT_TOLD',
        message: expect.stringMatching(/ So rt was not told that/) as string,
      },
    });
    await ticketsDone(app, 4);
    tracker.hook = () => undefined;
    expect(tracker.notes).toEqual([]);
    await ticketsDone(app, 2);
    expect(tracker.notes).toHaveLength(1);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'over', problem: null });
  });

  it('is told by one of several servers, and given up in the end when it refuses', async () => {
    const request = await opened();
    succeeded(
      await campus.client.post(`/support-requests/${request.id}/return`, { text: 'It is the cable.' }),
    );
    let asked = 0;
    tracker.hook = ({ path }, response) => {
      if (!path.endsWith('/comment')) return false;
      asked++;
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"message":"Not now"}');
      return true;
    };
    app.clock.advance(1);
    const jobs = app.app.get(TicketJobs, { strict: false });
    await Promise.all([1, 2, 3].map(() => jobs.work(new AbortController().signal)));
    expect(asked).toBe(1);
    for (let attempt = 0; attempt < 12; attempt++) await ticketsDone(app, 24 * 60);
    expect(asked).toBe(9);
    expect(await ticketOf(app, request)).toMatchObject({ problem: { code: 'TICKET_NOT_TOLD' } });
  });

  it('is told when it was deleted, and another one can be opened', async () => {
    const request = await opened();
    tracker.change(2, later(5), { Status: 'deleted' });
    await ticketsDone(app, 24 * 60 + 1);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'over', problem: { code: 'TICKET_GONE' } });
    expect(await missingTickets(app)).toHaveLength(2);
    succeeded(await campus.client.post(`/support-requests/${request.id}/ticket`));
    await app.jobsDone();
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '3', problem: null });
  });

  it('goes on with the ticket that it was merged into', async () => {
    const request = await opened();
    tracker.open(later(5), { Queue: 'Campus IT', Subject: 'Switch 4 is down' });
    await collected(app, sourceId);
    tracker.merge(2, 3);
    await ticketsDone(app, 24 * 60 + 1);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '3' });
    tracker.resolve(3, later(5));
    await collected(app, sourceId);
    expect((await requestNow(app, request)).resolvedAt).not.toBeNull();
    // The other one counts for what it is.
    expect((await stored(app, { id: 3 })).resolvedAt).not.toBeNull();
  });

  it('is found by asking for it when its source did not tell it for a day', async () => {
    const request = await opened();
    await app.database.query('UPDATE support_sources SET next_run_at = $1', ['2027-01-01T00:00:00Z']);
    tracker.resolve(2, later(50));
    await ticketsDone(app, 24 * 60 + 1);
    expect(await requestNow(app, request)).toMatchObject({ resolvedAt: '2026-10-26T12:51:00-05:00' });
  });

  it('stays its own when another ticket has its reference, which is remarked', async () => {
    const request = await opened();
    const { reference } = await ticketOf(app, request);
    tracker.open(later(5), { Subject: `Re: [${reference}] No network`, Queue: 'Campus IT' });
    await collected(app, sourceId);
    expect(await ticketOf(app, request)).toMatchObject({ externalId: '2' });
    expect(await storedIds(app)).toEqual(['1']);
    const [run] = await runsOf(app, sourceId);
    expect(run).toMatchObject({ skipped: 1, remarks: [{ externalId: '3', isTaken: false }] });
  });
});
