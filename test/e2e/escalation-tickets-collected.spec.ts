import { startApp, type TestApp } from '../support/app.js';
import { pushingDesk, trackerDesk, zammadDesk, type Desk } from '../support/desks.js';
import { opensTicketsFor, requestNow, threadOf, ticketOf, ticketsDone } from '../support/escalations.js';
import {
  aLocation,
  anApiKey,
  aUser,
  coverageHours,
  succeeded,
  type Made,
  type MadeUser,
} from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { littlePatience } from '../support/patience.js';
import {
  aSource,
  clearSources,
  collected,
  recheckNext,
  shown,
  storedRequests,
  trackerSettings,
  trackerTime,
} from '../support/sources.js';
import { ZammadSystem } from '../support/ticket-systems/zammad.js';
import { clockOf } from '../support/lived-past.js';

// The time is Monday, 26 October 2026, noon in Chicago. The desk works in one ticket system, Campus IT in a Request Tracker of its own.

let app: TestApp;
let itself: FakeRequestTracker;
let zammad: ZammadSystem;
let campusIt: FakeRequestTracker;
let lab: string;
let campus: MadeUser;
let campusId: string;
let desk: Desk;
let request: Made;

beforeAll(async () => {
  littlePatience({ retries: [0, 0] });
  [itself, campusIt] = [await FakeRequestTracker.start(), await FakeRequestTracker.start()];
  zammad = await new ZammadSystem().start();
  const PRIVATE_HOSTS = [itself, campusIt, zammad].map(({ host }) => host).join(',');
  app = await startApp({ env: { PRIVATE_HOSTS } });
  lab = (await aLocation(app, { name: 'Main Library' })).id;
  await coverageHours(app, lab, { startsAt: '08:00', endsAt: '22:00' });
  campus = await aUser(app, 'campus_it', [lab]);
});
afterAll(async () => {
  await app.close();
  for (const system of [itself, campusIt, zammad]) await system.stop();
});

const begin = async (): Promise<void> => {
  app.clock.set('2026-10-26T17:00:00Z');
  for (const system of [itself, campusIt, zammad]) system.reset();
  zammad.now = () => app.clock.now();
  campusIt.now = () => trackerTime(app);
  campusIt.open('2026-10-26T16:00:00Z', { Queue: 'Campus IT' });
  await clearSources(app);
  const settings = trackerSettings(campusIt, { queues: ['Library Desk', 'Media Lab'], openIn: 'Campus IT' });
  ({ id: campusId } = await aSource(app, campusIt, { name: 'campus', locationId: lab, settings }));
};
const requestOf = async (source: string): Promise<Made> => {
  const { items } = succeeded(await app.admin.get(`/support-requests?locationId=${lab}`));
  return (items as (Made & { source: string })[]).find((one) => one.source === source)!;
};
const opened = async (make: () => Promise<Desk>): Promise<void> => {
  await begin();
  await opensTicketsFor(app, campusId, [lab]);
  desk = await make();
  request = await requestOf('desk');
};

const post = (act: string, body?: object) => app.admin.post(`/support-requests/${request.id}/${act}`, body);
const patch = (body: object) => app.admin.patch(`/support-requests/${request.id}`, body);
const escalate = async (): Promise<void> => void succeeded(await post('escalate', { text: 'All of row B.' }));
const later = (minutes: number): string => {
  app.clock.advance(minutes);
  return trackerTime(app);
};
/** Its ticket is there, five minutes after the hand-over. */
const withTicket = async (): Promise<void> => {
  await escalate();
  await ticketsDone(app, 5);
  await collected(app, campusId);
};
const campusTells = async (act: () => void): Promise<void> => {
  act();
  await collected(app, campusId);
};
const now = () => requestNow(app, request);
const kindsOf = async (): Promise<string[]> => (await threadOf(app, request)).map(([kind]) => kind);

const DESKS: [string, () => Promise<Desk>][] = [
  ['that tells the past of its tickets', () => trackerDesk(app, itself, lab)],
  ['that tells how its tickets are', () => zammadDesk(app, zammad, lab)],
  ['that pushes its tickets', () => pushingDesk(app, lab)],
];

describe.each(DESKS)('a request of a desk %s', (_title, make) => {
  beforeEach(() => opened(make));

  it('is handed over here, stays with Campus IT whatever its own system tells, and comes back', async () => {
    expect(await now()).toMatchObject({
      collected: true,
      canEscalate: true,
      canReturn: false,
      tier: 'library',
    });
    await withTicket();
    const handedOver = {
      tier: 'campus-it',
      escalatedAt: '2026-10-26T12:00:00-05:00',
      canEscalate: false,
      canReturn: true,
    };
    expect(await now()).toMatchObject(handedOver);
    expect(await ticketOf(app, request)).toMatchObject({
      state: 'open',
      sourceName: 'campus',
      externalId: '2',
    });
    const told = campusIt.asked.find(({ path, body }) => path === 'ticket' && body !== '')!.body;
    expect(told).toContain('Ticket of the library: desk 1');
    later(5);
    await desk.change();
    expect(await now()).toMatchObject({ ...handedOver, title: 'The sound is bad' });
    await campusTells(() => campusIt.resolve(2, later(10)));
    const back = {
      tier: 'library',
      escalatedAt: handedOver.escalatedAt,
      resolvedAt: null,
      canEscalate: true,
    };
    expect(await now()).toMatchObject(back);
    const { items } = succeeded(await app.admin.get(`/support-requests/${request.id}/thread`));
    expect(items.at(-1)).toMatchObject({
      kind: 'returned',
      text: 'Resolved in campus as ticket 2.',
      authorName: 'campus',
      at: '2026-10-26T12:20:00-05:00',
    });
    later(10);
    await desk.resolve();
    expect(await now()).toMatchObject({
      tier: 'library',
      escalatedAt: handedOver.escalatedAt,
      resolvedAt: '2026-10-26T12:30:00-05:00',
    });
    expect((await kindsOf()).slice(1)).toEqual(['escalated', 'returned', 'resolved']);
    // The ticket of Campus IT is no request of its own.
    expect((await storedRequests(app, 'campus')).map(({ externalId }) => externalId)).toEqual(['1']);
  });

  it('goes to Campus IT again when its ticket is opened again, and by another hand-over gets another one', async () => {
    await withTicket();
    await campusTells(() => campusIt.resolve(2, later(10)));
    await campusTells(() => campusIt.reopen(2, later(10)));
    expect(await now()).toMatchObject({ tier: 'campus-it', canReturn: true, resolvedAt: null });
    later(5);
    await desk.change();
    expect(await now()).toMatchObject({ tier: 'campus-it', escalatedAt: '2026-10-26T12:00:00-05:00' });
    await campusTells(() => campusIt.resolve(2, later(10)));
    expect(await now()).toMatchObject({ tier: 'library' });
    expect((await kindsOf()).slice(1)).toEqual(['escalated', 'returned', 'escalated', 'returned']);
    await withTicket();
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '3' });
    // What becomes of the former ticket is nothing to the request any more.
    await campusTells(() => campusIt.reopen(2, later(10)));
    await campusTells(() => campusIt.move(2, later(10), 'Library Desk'));
    expect(await now()).toMatchObject({ tier: 'campus-it' });
  });

  it('is given back here, and by a move of its ticket', async () => {
    await withTicket();
    later(10);
    succeeded(await campus.client.post(`/support-requests/${request.id}/return`, { text: 'The cable.' }));
    expect(await now()).toMatchObject({ tier: 'library', canEscalate: true });
    expect(await ticketOf(app, request)).toMatchObject({ state: 'over' });
    later(5);
    await desk.change();
    expect(await now()).toMatchObject({ tier: 'library', escalatedAt: '2026-10-26T12:00:00-05:00' });
    await withTicket();
    await campusTells(() => campusIt.move(3, later(10), 'Library Desk'));
    expect(await now()).toMatchObject({ tier: 'library', escalatedAt: '2026-10-26T12:00:00-05:00' });
    expect((await kindsOf()).slice(1)).toEqual(['escalated', 'returned', 'escalated', 'returned']);
  });

  it('is as if it was never handed over when that was a slip', async () => {
    const before = await now();
    await escalate();
    app.clock.advance(0.4);
    succeeded(await patch({ tier: 'library', escalatedAt: null }));
    await ticketsDone(app, 5);
    expect(campusIt.all()).toHaveLength(1);
    expect(await ticketOf(app, request)).toBeNull();
    await desk.change();
    const { version: _version, title: _title, ...was } = before;
    expect(await now()).toMatchObject(was);
    expect((await kindsOf()).slice(1)).toEqual(['escalated', 'withdrawn']);
  });

  it('is with Campus IT again when giving it back was a slip', async () => {
    await withTicket();
    succeeded(await post('return', { text: 'The cable.' }));
    expect(succeeded(await patch({ tier: 'campus-it' }))).toMatchObject({
      tier: 'campus-it',
      escalatedAt: '2026-10-26T12:00:00-05:00',
    });
    await desk.change();
    expect(await now()).toMatchObject({ tier: 'campus-it' });
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '2' });
    expect(campusIt.notes).toEqual([]);
  });

  it('is resolved by its own system meanwhile, and stays so', async () => {
    await withTicket();
    later(10);
    await desk.resolve();
    const resolved = { tier: 'campus-it', resolvedAt: '2026-10-26T12:15:00-05:00', canReturn: false };
    expect(await now()).toMatchObject(resolved);
    await campusTells(() => campusIt.resolve(2, later(10)));
    expect(await now()).toMatchObject(resolved);
    await campusTells(() => campusIt.reopen(2, later(10)));
    expect(await now()).toMatchObject(resolved);
    await desk.reopen();
    expect(await now()).toMatchObject({ tier: 'campus-it', resolvedAt: null, canReturn: true });
  });
});

const TARGETS = [
  { tier: 'library', priority: 'normal', responseMinutes: null, resolutionMinutes: 240 },
  { tier: 'campus-it', priority: 'normal', resolutionMinutes: 240 },
];

describe.each(DESKS.slice(0, 2))('a request that waits for the person in a desk %s', (_title, make) => {
  it('does not wait by that while Campus IT has it', async () => {
    await opened(make);
    succeeded(await app.admin.patch('/settings', { serviceTargets: TARGETS }));
    await desk.waits!(true);
    await withTicket();
    later(55);
    await desk.change();
    expect(await clockOf(app, request)).toMatchObject({ isStopped: false, usedMinutes: 60 });
    await desk.waits!(false);
    await desk.waits!(true);
    later(30);
    await desk.change();
    expect(await clockOf(app, request)).toMatchObject({ isStopped: false, usedMinutes: 90 });
    succeeded(await post('return', { text: 'The cable.' }));
    later(10);
    await desk.change();
    // A system that tells only how it is now tells no more than what is seen.
    expect(['13:30', '13:40']).toContain((await now()).waitingSince.slice(11, 16));
    later(10);
    await desk.waits!(false);
    expect((await now()).waitingSince).toBeNull();
  });
});

describe('a request of a desk', () => {
  const refusal = (code: string) => ({ status: 409, body: { code } });

  it('is handed over in its own system where Campus IT works in none, or in that one', async () => {
    await begin();
    desk = await trackerDesk(app, itself, lab);
    request = await requestOf('desk');
    const before = await now();
    expect(before).toMatchObject({ canEscalate: false });
    expect(await post('escalate', { text: 'All of row B.' })).toMatchObject(refusal('COLLECTED'));
    await opensTicketsFor(app, campusId, [lab]);
    const ofCampus = await requestOf('campus');
    expect(ofCampus).toMatchObject({ collected: true, canEscalate: false });
    const escalated = await app.admin.post(`/support-requests/${ofCampus.id}/escalate`, { text: 'Mine.' });
    expect(escalated).toMatchObject(refusal('COLLECTED'));
    const { opensIn } = succeeded(await app.admin.get(`/support-requests/${ofCampus.id}/ticket`));
    expect(opensIn).toBeNull();
    expect(await now()).toMatchObject({ ...before, canEscalate: true });
  });

  it('is told by its own system in all else', async () => {
    await opened(() => trackerDesk(app, itself, lab));
    const program = await anApiKey(app, ['support:write']);
    const path = `/support-requests/${request.id}`;
    for (const refused of [
      await post('return', { text: 'The cable.' }),
      await post('ticket'),
      await patch({ tier: 'campus-it' }),
      await post('escalate', { text: 'All of row B.', title: 'Another title' }),
    ])
      expect(refused.status).toBe(409);
    await withTicket();
    for (const change of [
      { tier: 'library', escalatedAt: '2026-10-26T12:01:00-05:00' },
      { escalatedAt: null },
      { resolvedAt: app.clock.date().toISOString() },
      { title: 'Another title' },
    ])
      expect(await patch(change)).toMatchObject(refusal('COLLECTED'));
    expect(await program.patch(path, { tier: 'library' })).toMatchObject(refusal('COLLECTED'));
    expect(await post('escalate', { text: 'Again.' })).toMatchObject(refusal('WITH_CAMPUS_IT_ALREADY'));
    expect(await now()).toMatchObject({ tier: 'campus-it', title: 'Printer 1' });
    later(5);
    await desk.resolve();
    expect(await post('return', { text: 'The cable.' })).toMatchObject(refusal('COLLECTED'));
  });

  it('is told by its own system again after that was removed and set up anew', async () => {
    await opened(() => trackerDesk(app, itself, lab));
    await withTicket();
    const { version } = await shown(app, desk.id);
    const removed = await app.admin.delete(`/support-sources/${desk.id}`, { 'if-match': `"${version}"` });
    expect(removed.status).toBe(204);
    succeeded(await patch({ tier: 'library' }));
    itself.move(1, later(10), 'Media Lab');
    const settings = trackerSettings(itself, { campusItQueues: ['Media Lab'], queues: ['Library Desk'] });
    const again = await aSource(app, itself, { name: 'desk', locationId: lab, settings });
    expect(await now()).toMatchObject({
      tier: 'campus-it',
      canReturn: false,
      escalatedAt: '2026-10-26T12:00:00-05:00',
    });
    itself.move(1, later(10), 'Library Desk');
    await collected(app, again.id);
    expect(await now()).toMatchObject({ tier: 'library' });
  });

  it('that is merged into another one takes its hand-over with it', async () => {
    await opened(() => trackerDesk(app, itself, lab));
    itself.open(later(1));
    await collected(app, desk.id);
    await withTicket();
    itself.merge(1, 2);
    await recheckNext(app, desk.id);
    later(10);
    await collected(app, desk.id);
    expect((await app.admin.get(`/support-requests/${request.id}`)).status).toBe(404);
    const [survivor] = (await storedRequests(app, 'desk')).map(({ externalId }) => externalId);
    expect(survivor).toBe('2');
    request = await requestOf('desk');
    expect(await now()).toMatchObject({
      tier: 'campus-it',
      escalatedAt: '2026-10-26T12:01:00-05:00',
      canReturn: true,
    });
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '2' });
    await campusTells(() => campusIt.resolve(2, later(10)));
    expect(await now()).toMatchObject({ tier: 'library', escalatedAt: '2026-10-26T12:01:00-05:00' });
    expect((await kindsOf()).slice(1)).toEqual(['escalated', 'returned']);
  });

  it('is with Campus IT once, whoever hands it over while it is collected', async () => {
    await opened(() => trackerDesk(app, itself, lab));
    itself.openMany(30, trackerTime(app));
    await collected(app, desk.id);
    const { items } = succeeded(await app.admin.get(`/support-requests?locationId=${lab}&limit=100`));
    const ids = (items as (Made & { source: string })[])
      .filter(({ source }) => source === 'desk')
      .map(({ id }) => id);
    expect(ids).toHaveLength(31);
    for (const { id } of itself.all()) itself.change(id, later(0), { Subject: `No sound ${id}` });
    const asked = ids.flatMap((id) =>
      [app.admin, campus.client].map((client) =>
        client.post(`/support-requests/${id}/escalate`, { text: 'All of row B.' }),
      ),
    );
    const [answers] = await Promise.all([Promise.all(asked), collected(app, desk.id)]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...ids.map(() => 200), ...ids.map(() => 409)]);
    const stored = (await storedRequests(app, 'desk')).map(({ tier, escalatedAt, title }) => ({
      tier,
      isEscalated: escalatedAt !== null,
      isNews: title!.startsWith('No sound'),
    }));
    expect(stored).toEqual(ids.map(() => ({ tier: 'campus-it', isEscalated: true, isNews: true })));
    await ticketsDone(app);
    expect(campusIt.all()).toHaveLength(32);
  });
});
