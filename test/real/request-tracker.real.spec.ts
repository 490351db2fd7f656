import { chance as chanceOfThisRun } from '../faults/run-settings.js';
import { succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { CollectingProduct } from './collecting-product.js';
import { handedOver, requestOf, toldOfReturn } from './handed-over.js';
import { CASES } from './help-desk-cases.js';
import { replayLog } from './request-tracker/replayed-log.js';
import { RequestTracker } from './request-tracker/request-tracker.js';
import { RtDesk } from './request-tracker/rt-desk.js';
import { ticketsOf, WAITING } from './request-tracker/tickets.js';
import { differences, requestsOf } from './seen-tickets.js';

const SOURCE = 'Request Tracker';
/** The zone that the settings name, and that the user of the token has at first. */
const FIRST_ZONE = 'Pacific/Kiritimati';
/** Farther and farther behind it: whoever still trusted the first zone would ask for changes of the future only. */
const LATER_ZONES = ['Asia/Kolkata', 'Pacific/Pago_Pago'] as const;
/** RT may be slow. */
const LONG_STORY_MILLISECONDS = 900_000;

/** Letters that are not of ASCII are stored by RT as they would be mailed. */
function readable({ content, encoding }: { content: string; encoding: string }): string {
  if (encoding !== 'quoted-printable') return content;
  const bytes = content
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

describe('a real Request Tracker with a help desk’s log of 2,000 tickets', () => {
  const chance = chanceOfThisRun();
  let tracker: RequestTracker;
  let desk: RtDesk;
  let app: CollectingProduct;
  let libraryLab: string;
  let printLab: string;

  beforeAll(async () => {
    tracker = await RequestTracker.open();
    await tracker.setTimeZoneOfUser(FIRST_ZONE);
    await replayLog(tracker);
    desk = new RtDesk(tracker, chance);
    app = await CollectingProduct.start(tracker.host, chance);
    libraryLab = await app.lab('Library');
    printLab = await app.lab('Print shop');
  });
  afterAll(async () => {
    await desk?.close();
    await app?.close();
    await tracker?.close();
  });

  const createSource = (token: string, name: string): Promise<Answer> => {
    const { library, printing, campusIt } = tracker.queues;
    return app.admin.post('/support-sources', {
      name,
      kind: 'request-tracker',
      locationRules: [
        { equals: library.name.toUpperCase(), locationId: libraryLab },
        { equals: printing.name, locationId: printLab },
      ],
      settings: {
        baseUrl: tracker.url,
        token,
        queues: [library.name, printing.name],
        campusItQueues: [campusIt.name],
        timeZone: FIRST_ZONE,
        waitingStatuses: WAITING,
        categoryField: tracker.category.name,
      },
      everyMinutes: 1,
      enabled: true,
    });
  };

  it('refuses the token of a user who does not see the queue, and of one who sees no tickets in it', async () => {
    const problem = { code: 'SOURCE_SEES_NOTHING' };
    expect(await createSource(tracker.tokens.withoutRights, 'blind')).toMatchObject({
      status: 409,
      body: {
        ...problem,
        detail: `The queue ${tracker.queues.library.name} is not there, or these credentials may not see it.`,
      },
    });
    expect(await createSource(tracker.tokens.ofQueues, 'onlooker')).toMatchObject({
      status: 409,
      body: { ...problem, detail: expect.stringMatching(/shows no ticket at all.*lack the right/) as string },
    });
    expect(succeeded(await app.admin.get('/support-sources')).items).toEqual([]);
  });

  it(
    'loses no ticket and stores none twice while people work in it, servers are killed and zones change',
    async () => {
      app.sourceId = succeeded(await createSource(tracker.token, SOURCE)).id;
      await desk.open();
      await app.amidRun(6_000);
      await app.kill();
      await app.amidRun(3_000);
      await tracker.setTimeZoneOfUser(LATER_ZONES[0]);
      await tracker.restart();
      await app.amidRun(6_000);
      await app.kill();
      await app.collect();
      await tracker.setTimeZoneOfUser(LATER_ZONES[1]);
      await app.amidRun(1_000);
      await app.kill();
      await app.collect();
      await desk.close();
      await app.collect();

      expect(await app.runs('interrupted')).toBeGreaterThanOrEqual(2);
      const [theirs, ours] = [await ticketsOf(tracker), await requestsOf(app.database, SOURCE)];
      const isThere = (id: string): boolean => !desk.gone.has(Number(id));
      expect(
        differences(
          theirs,
          ours.filter(({ id }) => isThere(id)),
        ),
      ).toEqual([]);
      expect(new Set(ours.map(({ id }) => id)).size).toBe(ours.length);
      expect(theirs.length).toBeGreaterThan(CASES - desk.gone.size);
      expect(theirs.filter(({ tier }) => tier === 'campus-it').length).toBeGreaterThan(90);
      expect(theirs.filter(({ waits }) => waits !== '').length).toBeGreaterThan(90);
      expect(theirs.filter(({ reopenings }) => reopenings !== '').length).toBeGreaterThan(20);
      expect(theirs.filter(({ handOvers }) => handOvers.split(',').length > 1).length).toBeGreaterThan(10);
      expect(theirs.filter(({ category }) => category !== null).length).toBeGreaterThan(900);
    },
    LONG_STORY_MILLISECONDS,
  );

  it('drops what was merged or deleted there, and nothing else', async () => {
    await desk.takeAway();
    const before = await requestsOf(app.database, SOURCE);
    await app.recheck();
    expect(differences(await ticketsOf(tracker), await requestsOf(app.database, SOURCE))).toEqual([]);

    const gone = before.filter(({ id }) => desk.gone.has(Number(id)));
    const dropped = await app.database.query(
      `SELECT details ->> 'externalId' AS id, details ->> 'mergedInto' AS "mergedInto" FROM audit_events
       WHERE action = 'support-request.deleted' ORDER BY (details ->> 'externalId')::int`,
    );
    const { rows: merged } = await tracker.database.query<{ id: string; into: string }>(
      'SELECT id::text, effectiveid::text AS into FROM tickets WHERE id = ANY($1) AND id <> effectiveid',
      [[...desk.gone]],
    );
    const into = new Map(merged.map((ticket) => [ticket.id, ticket.into]));
    expect(dropped).toEqual(gone.map(({ id }) => ({ id, mergedInto: into.get(id) ?? null })));
    expect(dropped.length).toBeGreaterThanOrEqual(2);
  });

  it('asks it which of its own statuses mean that a ticket is done', async () => {
    const { rows } = await tracker.database.query<{ id: string; status: string }>(
      `SELECT id::text, status FROM tickets
       WHERE queue = $1 AND id = effectiveid AND status IN ('answered', 'waiting')`,
      [tracker.queues.printing.id],
    );
    const requests = new Map(
      (await requestsOf(app.database, SOURCE)).map((request) => [request.id, request]),
    );
    const resolved = Object.groupBy(rows, ({ id }) =>
      requests.get(id)!.resolvedAt === null ? 'open' : 'resolved',
    );
    expect(new Set(resolved.resolved!.map(({ status }) => status))).toEqual(new Set(['answered']));
    expect(new Set(resolved.open!.map(({ status }) => status))).toEqual(new Set(['waiting']));
  });

  it('places tickets by the queue that they came from', async () => {
    const rows = await app.database.query<{ place: string; locationId: string | null }>(
      `SELECT DISTINCT place, location_id AS "locationId" FROM support_requests WHERE source = $1 ORDER BY place`,
      [SOURCE],
    );
    const { library, printing, campusIt } = tracker.queues;
    // Whether somebody opened a ticket at Campus IT itself is a matter of chance.
    const atCampusIt = rows.filter(({ place }) => place === campusIt.name);
    expect(atCampusIt.filter(({ locationId }) => locationId !== null)).toEqual([]);
    expect(rows.filter(({ place }) => place !== campusIt.name)).toEqual([
      { place: library.name, locationId: libraryLab },
      { place: printing.name, locationId: printLab },
    ]);
  });

  it(
    'has one ticket for each escalated request, whenever a server dies, and tells what becomes of them',
    async () => {
      const { library, printing, campusIt } = tracker.queues;
      const settings = {
        baseUrl: tracker.url,
        queues: [library.name, printing.name],
        campusItQueues: [campusIt.name],
        openIn: campusIt.name,
      };
      const tickets = await handedOver(app, chance, { settings, locationId: libraryLab });
      const before = (await requestsOf(app.database, SOURCE)).length;
      const { rows } = await tracker.database.query<{ id: string; subject: string }>(
        `SELECT id::text, subject FROM tickets WHERE subject LIKE '[AH-%' AND queue = $1 ORDER BY id`,
        [campusIt.id],
      );
      const theirs = new Map(rows.map(({ id, subject }) => [id, subject]));
      expect(rows).toHaveLength(tickets.length);
      for (const { externalId, reference } of tickets) expect(theirs.get(externalId)).toContain(reference);
      expect([...theirs.values()][0]).toContain('“dead” – ½ of row B');

      const [resolved, returned] = [tickets[0]!, tickets[1]!];
      await app.collect();
      await tracker.change(Number(resolved.externalId), { Status: 'resolved' });
      await tracker.change(Number(returned.externalId), { Queue: library.name });
      await app.collect();
      const { tier, resolvedAt } = await requestOf(app, resolved);
      expect({ tier, isResolved: resolvedAt !== null }).toEqual({ tier: 'campus-it', isResolved: true });
      expect(await requestOf(app, returned)).toMatchObject({ tier: 'library', resolvedAt: null });
      await tracker.change(Number(resolved.externalId), { Status: 'open' });
      await app.collect();
      expect(await requestOf(app, resolved)).toMatchObject({ tier: 'campus-it', resolvedAt: null });
      const third = tickets[2]!;
      const told = await toldOfReturn(app, third, async () => {
        const { rows: comments } = await tracker.database.query<{ content: string; encoding: string }>(
          `SELECT a.content, a.contentencoding AS encoding FROM attachments a JOIN transactions t ON t.id = a.transactionid
           WHERE t.objecttype = 'RT::Ticket' AND t.objectid = $1 AND t.type = 'Comment'`,
          [third.externalId],
        );
        return comments.map(readable);
      });
      expect(told).toContain(`The library has ${third.reference} again.`);
      expect(told).toContain('It was the “cable” – ½ m.');
      // None of them is a request of its own.
      expect(await requestsOf(app.database, SOURCE)).toHaveLength(before);
    },
    LONG_STORY_MILLISECONDS,
  );
});
