import {
  anEscalatedRequest,
  opensTicketsFor,
  requestNow,
  ticketOf,
  ticketsDone,
} from '../support/escalations.js';
import { aLocation, succeeded } from '../support/factories.js';
import { FakeRedmine } from '../support/fake-redmine.js';
import { JsonSources } from '../support/json-sources.js';
import { aRedmineSource, redmineBody, redmineSettings, storedNumbers } from '../support/redmine-sources.js';
import { beside, collected, trackerTime } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago.

describe('an issue of Redmine', () => {
  const given = beside(() => new FakeRedmine());
  let lab: string;
  beforeAll(async () => {
    lab = (await aLocation(given.app)).id;
  });
  beforeEach(() => {
    given.system.now = () => trackerTime(given.app);
    given.system.open('2026-10-26T16:00:00Z');
  });

  const opening = async (overrides: object = {}) => {
    const settings = redmineSettings(given.system, { openIn: 'Campus-IT', ...overrides });
    const { id } = await aRedmineSource(given.app, given.system, { locationId: lab, settings });
    await opensTicketsFor(given.app, id, [lab]);
    return id;
  };

  it('is opened for an escalated request, and what becomes of it is followed', async () => {
    const { app, system } = given;
    const sourceId = await opening();
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    const ticket = await ticketOf(app, request);
    expect(ticket).toMatchObject({
      state: 'open',
      externalId: '2',
      externalUrl: `${system.baseUrl}/issues/2`,
    });
    expect(system.issues.get(2)!.project).toBe(system.project('campus-it'));
    expect(system.issues.get(2)!.subject).toContain(ticket.reference);
    await collected(app, sourceId);
    app.clock.advance(30);
    system.close(2, trackerTime(app));
    await collected(app, sourceId);
    expect(await requestNow(app, request)).toMatchObject({ resolvedAt: '2026-10-26T12:31:00-05:00' });
    app.clock.advance(30);
    system.reopen(2, trackerTime(app));
    system.move(2, trackerTime(app), 'library-desk');
    await collected(app, sourceId);
    expect(await requestNow(app, request)).toMatchObject({ resolvedAt: null, tier: 'library' });
    expect(await storedNumbers(app)).toEqual([1]);
  });

  it('gets a private note when the library has its request again', async () => {
    const { app, system } = given;
    await opening();
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    succeeded(await app.admin.post(`/support-requests/${request.id}/return`, { text: 'The cable.' }));
    await ticketsDone(app);
    expect(system.notes).toEqual([
      { id: 2, text: expect.stringContaining('The cable.') as string, isPrivate: true },
    ]);
  });

  it('is found by its reference when the answer never came', async () => {
    const { app, system } = given;
    await opening();
    system.hook = ({ body }, response) => {
      if (body === '') return false;
      const { issue } = JSON.parse(body) as { issue: { project_id: number; subject: string } };
      system.open(trackerTime(app), { subject: issue.subject, project: issue.project_id });
      response.destroy();
      return true;
    };
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'waiting' });
    system.hook = () => undefined;
    await ticketsDone(app, 5);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '2' });
    expect(system.issues.size).toBe(2);
  });

  it('is not opened in a project that does not exist, or is not Campus IT’s', async () => {
    const { app, system } = given;
    const settings = redmineSettings(system, { openIn: 'library-desk' });
    const refused = await app.admin.post(
      '/support-sources',
      redmineBody(system, { locationId: lab, settings }),
    );
    expect(refused).toMatchObject({
      status: 400,
      body: { violations: [{ field: 'settings.openIn', code: 'INVALID_FIELD' }] },
    });
    await opening();
    system.projects.delete(system.project('campus-it'));
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    const { problem } = await ticketOf(app, request);
    expect(problem.message).toContain('Campus-IT');
  });
});

describe('a ticket of a system that is described', () => {
  const json = new JsonSources();
  const OPEN = {
    path: '/tickets',
    body: '{"subject":"{title}","details":{"text":"{text}","where":"{location}: {workstation}"},"urgency":"{priority}"}',
    id: '$.ticket.id',
    find: {
      path: '/tickets',
      query: { since: '2026-01-01 00:00:00', until: '2027-01-01 00:00:00', q: '{reference}' },
      items: '$.tickets',
    },
  };
  let lab: string;
  beforeAll(async () => {
    lab = (await aLocation(json.app)).id;
  });

  const opening = async (open: object = OPEN) => {
    const { system, app } = json;
    system.open(app.clock.now() - 3_600_000);
    system.hook = ({ method, body }, response) => {
      if (method !== 'POST') return false;
      const { subject } = JSON.parse(body) as { subject: string };
      const ticket = system.open(app.clock.now(), { title: subject });
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ticket: { id: ticket.id } }));
      return true;
    };
    const ticketUrl = 'https://help.example.edu/t/{id}';
    const id = await json.aSource(system.settings('offset', 10, { open, ticketUrl }));
    await opensTicketsFor(app, id, [lab]);
    return id;
  };

  it('is opened as the description says, whatever words there are', async () => {
    const { app, system } = json;
    const sourceId = await opening();
    const title = 'The "blue" screen \\ {text} ';
    const request = await anEscalatedRequest(app, lab, { title, workstation: 'PC "7"', priority: 'high' });
    await ticketsDone(app);
    const ticket = await ticketOf(app, request);
    expect(ticket).toMatchObject({
      state: 'open',
      externalId: '2',
      externalUrl: 'https://help.example.edu/t/2',
    });
    const asked = system.asked.find(({ method }) => method === 'POST')!;
    const body = JSON.parse(asked.body) as {
      subject: string;
      details: { text: string; where: string };
      urgency: string;
    };
    expect(body.subject).toContain(`[${ticket.reference}] The "blue" screen \\ {text}`);
    expect(body.details.text).toContain('All of row B.');
    expect(body.details.where).toContain('PC "7"');
    expect(body.urgency).toBe('high');
    await collected(app, sourceId);
    expect(await json.ids()).toEqual([1]);
  });

  it('is looked for before it is opened again, and what a search finds besides does not count', async () => {
    const { app, system } = json;
    await opening();
    const open = system.hook;
    system.hook = (asked, response) => {
      if (asked.method !== 'POST') return false;
      system.open(app.clock.now(), { title: (JSON.parse(asked.body) as { subject: string }).subject });
      response.writeHead(503).end();
      return true;
    };
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    system.hook = open;
    await ticketsDone(app, 5);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '2' });
    expect(system.tickets).toHaveLength(2);
  });

  it.each([
    [{ ...OPEN, body: '{"subject":"A ticket"}' }, 'settings.open.body'],
    [{ ...OPEN, body: '{title}' }, 'settings.open.body'],
    [{ ...OPEN, id: 'ticket id' }, 'settings.open.id'],
    [{ ...OPEN, find: { ...OPEN.find, items: 'x..y' } }, 'settings.open.find.items'],
    [{ path: '/tickets', body: OPEN.body, id: '$.id' }, 'settings.open.find'],
    [{ ...OPEN, path: 'https://elsewhere.example.edu/tickets' }, 'settings.open.path'],
  ])('is refused with a description of its opening that cannot work: %j', async (open, field) => {
    const refused = await json.create(json.system.settings('offset', 10, { open }));
    expect(refused.status).toBe(400);
    expect(refused.body.violations.map((one: { field: string }) => one.field)).toContain(field);
  });

  it('is told of when its id is not where the description says', async () => {
    const { app } = json;
    await opening({ ...OPEN, id: '$.number' });
    const request = await anEscalatedRequest(app, lab);
    await ticketsDone(app);
    expect((await ticketOf(app, request)).problem.message).toContain('$.number');
    // It was opened all the same, so it is found the next time.
    await ticketsDone(app, 5);
    expect(await ticketOf(app, request)).toMatchObject({ state: 'open', externalId: '2' });
  });
});

describe('the escalations of a source', () => {
  const given = beside(() => new FakeRedmine());
  it('are refused where the settings do not say where tickets are opened, and where it is off', async () => {
    const { app, system } = given;
    const lab = (await aLocation(app)).id;
    system.open('2026-10-26T16:00:00Z');
    const source = await aRedmineSource(app, system, { locationId: lab });
    const path = `/support-sources/${source.id}`;
    expect(succeeded(await app.admin.get(`${path}/escalations`))).toMatchObject({
      locationIds: [],
      canOpen: false,
      mayChange: true,
    });
    const refusedWith = async (answer: Promise<{ status: number; body: { code: string } }>) => {
      const { status, body } = await answer;
      expect(status).toBe(409);
      return body.code;
    };
    const choose = () => app.admin.patch(`${path}/escalations`, { locationIds: [lab] });
    expect(await refusedWith(choose())).toBe('SOURCE_OPENS_NOWHERE');
    const settings = redmineSettings(system, { openIn: 'campus-it' });
    succeeded(await app.admin.patch(path, { settings, enabled: false }));
    expect(await refusedWith(choose())).toBe('SOURCE_IS_OFF');
    succeeded(await app.admin.patch(path, { enabled: true }));
    succeeded(await choose());
    for (const change of [{ enabled: false }, { settings: redmineSettings(system) }])
      expect(await refusedWith(app.admin.patch(path, change))).toBe('SOURCE_OPENS_TICKETS');
    expect(await refusedWith(app.admin.delete(path))).toBe('SOURCE_OPENS_TICKETS');
    const other = await aRedmineSource(app, system, { name: 'other', locationId: lab, settings });
    const taken = await app.admin.patch(`/support-sources/${other.id}/escalations`, { locationIds: [lab] });
    expect(taken).toMatchObject({ status: 409, body: { code: 'ESCALATIONS_ELSEWHERE' } });
    succeeded(await app.admin.patch(`${path}/escalations`, { locationIds: [] }));
    expect((await app.admin.delete(path)).status).toBe(204);
  });
});
