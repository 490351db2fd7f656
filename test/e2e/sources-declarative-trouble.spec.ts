import { MINUTE } from '../../src/domain/interval.js';
import type { TestApp } from '../support/app.js';
import type { JsonSystem } from '../support/json-system.js';
import { JsonSources } from '../support/json-sources.js';
import { collected, runsOf, storedRequests } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. What systems tell wrongly, and what they tell in the nights of a clock change.

const sources = new JsonSources();
const { create, aSource, ids, allIds, openMany } = sources;
let app: TestApp;
let system: JsonSystem;
beforeAll(() => {
  ({ app, system } = sources);
});

describe('a system that reads dates in another time zone than the description says', () => {
  it.each(['America/Los_Angeles', 'Pacific/Honolulu'])('is noticed: %s', async (zone) => {
    openMany(5);
    const id = await aSource(system.settings());
    system.readsZone = zone;
    app.clock.advance(60);
    openMany(1);
    const { state, problem } = await collected(app, id);
    const message = expect.stringContaining('in another time zone than America/Chicago') as string;
    expect([state, problem]).toMatchObject(['stopped', { code: 'SOURCE_ANSWER', message }]);
    system.readsZone = null;
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    expect(await ids()).toEqual(allIds());
  });

  it('is not suspected when the latest ticket was deleted', async () => {
    openMany(5);
    const id = await aSource(system.settings());
    system.tickets.pop();
    app.clock.advance(60);
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    system.open(app.clock.now());
    await collected(app, id);
    expect((await runsOf(app, id))[0]).toMatchObject({ status: 'completed', skipped: 0 });
  });
});

describe('the night of a clock change', () => {
  it.each([
    ['with 25 hours', '2026-11-01T04:00:00Z'],
    ['with 23 hours', '2026-03-08T05:00:00Z'],
  ])(
    '%s loses no ticket and no change, whenever it is collected',
    async (_name, start) => {
      app.clock.set(start);
      system.open(app.clock.now() - MINUTE);
      const begun = await aSource(system.settings('offset', 10, { overlapMinutes: 0 }));
      for (let step = 0; step < 24; step++) {
        app.clock.advance(20);
        system.open(app.clock.now() - MINUTE, { title: `At ${step}` });
        system.tickets[step]!.changedAt = app.clock.now() - MINUTE;
        system.tickets[step]!.more = { title: `Changed at ${step}` };
        expect(await collected(app, begun)).toMatchObject({ state: 'working', problem: null });
        expect(await ids()).toEqual(allIds());
      }
      const titles = (await storedRequests(app, 'json')).map(({ title }) => title);
      expect(titles).toEqual(system.tickets.map(({ more }) => more?.['title']));
    },
    60_000,
  );

  it.each([
    ['with 25 hours', '2026-11-01T04:00:00Z'],
    ['with 23 hours', '2026-03-08T05:00:00Z'],
  ])('%s is read whole by spans of time', async (_name, start) => {
    app.clock.set(start);
    app.clock.advance(10 * 60);
    openMany(60, 10 * MINUTE);
    await aSource(system.settings('window', 30));
    expect(await ids()).toEqual(allIds());
  });
});

describe('fields that are not there', () => {
  it.each([
    ['externalId', '$.number'],
    ['updatedAt', '$.changed_at'],
    ['openedAt', '$.created.at'],
    ['openedAt', '$.title'],
  ])('are told to whoever sets it up: %s at %s', async (field, path) => {
    openMany(3);
    const settings = system.settings();
    const fields = { ...(settings['fields'] as object), [field]: path };
    const { status, body } = await create({ ...settings, fields });
    expect([status, body.code]).toEqual([409, 'SOURCE_FIELD_NOT_FOUND']);
    expect(body.detail).toContain(path);
    const list = { ...(settings['list'] as object), items: '$.issues' };
    expect((await create({ ...settings, list })).body).toMatchObject({ code: 'SOURCE_ANSWER', status: 409 });
  });

  it('of a few tickets leave these out, and the run says so', async () => {
    openMany(12);
    const broken = system.tickets[2]!;
    broken.more = { opened: 'soon' };
    const id = await aSource(system.settings());
    expect(await ids()).toEqual(allIds().filter((number) => number !== broken.id));
    const [run] = await runsOf(app, id);
    expect(run).toMatchObject({ status: 'completed', created: 11 });
    expect(run!.skipped).toBeGreaterThan(0);
  });

  it('of the only ticket that is told are told of, and it is not passed over', async () => {
    openMany(1);
    const id = await aSource(system.settings());
    system.tickets[0]!.more = { opened: null };
    expect(await collected(app, id)).toMatchObject({
      state: 'stopped',
      problem: { code: 'SOURCE_FIELD_NOT_FOUND' },
    });
    system.tickets[0]!.more = {};
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
  });

  it('of all new tickets stop the source, and what was collected stays', async () => {
    openMany(3);
    const id = await aSource(system.settings());
    app.clock.advance(60);
    for (let index = 0; index < 12; index++) system.open(app.clock.now(), { opened: null });
    expect(await collected(app, id)).toMatchObject({
      state: 'stopped',
      problem: { code: 'SOURCE_FIELD_NOT_FOUND' },
    });
    expect(await ids()).toEqual([1, 2, 3]);
    for (const ticket of system.tickets) ticket.more = {};
    expect(await collected(app, id)).toMatchObject({ state: 'working', problem: null });
    expect(await ids()).toEqual(allIds());
  });
});

describe('odd answers', () => {
  const answering = (text: string): void => {
    system.hook = ({ path }, response) => {
      if (path !== '/api/tickets') return;
      response.end(text);
      return true;
    };
  };

  it.each([
    ['that are very deep', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
    [
      'that are very deep where the list is',
      `{"tickets":${'{"tickets":'.repeat(200_000)}1${'}'.repeat(200_000)}}`,
    ],
    ['that name the prototype', '{"__proto__":{"tickets":[]},"constructor":{"prototype":{"tickets":[]}}}'],
    ['of null', 'null'],
  ])('%s are no list', async (_name, text) => {
    answering(text);
    const { status, body } = await create(system.settings());
    expect([status, body.code]).toEqual([409, 'SOURCE_ANSWER']);
    expect(({} as Record<string, unknown>)['tickets']).toBeUndefined();
  });

  it('whose tickets are no tickets are told', async () => {
    answering('{"tickets":[null,7,"x",[],{"__proto__":{"id":1}}]}');
    expect((await create(system.settings())).body).toMatchObject({
      status: 409,
      code: 'SOURCE_FIELD_NOT_FOUND',
    });
  });

  it('with many tickets on one page are stored whole', async () => {
    const tickets = Array.from({ length: 20_000 }, (_, index) => ({
      id: index + 1,
      updated: '2026-10-26 11:00:00',
      opened: '2026-10-26 10:00:00',
    }));
    answering(JSON.stringify({ tickets }));
    await aSource(system.settings('link'));
    expect(await ids()).toHaveLength(20_000);
  }, 120_000);
});
