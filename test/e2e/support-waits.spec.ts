import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aSupportRequest, aUser, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { importFile } from '../support/imports.js';
import { pilotMetrics } from '../support/pilots.js';
import { onShift } from '../support/assignments.js';

const HELPED = '2026-10-26T10:00:00-05:00';
const CAME = '2026-10-26T09:45:00-05:00';
const SHIFT = { startsAt: '2026-10-26T09:00:00-05:00', endsAt: '2026-10-26T11:30:00-05:00' };

describe('how long somebody waited at the desk', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const { aPilot, ask, items, alwaysOpen } = pilotMetrics('Waits', () => app);
  const log = (body: object = {}, client = app.admin) =>
    client.post('/support-requests', { locationId, openedAt: HELPED, ...body });
  const logged = async (body: object = {}): Promise<Answer['body']> => succeeded(await log(body));
  const patch = (id: string, body: object) => app.admin.patch(`/support-requests/${id}`, body);

  describe('stated while they are helped', () => {
    it.each([
      ['with the answer at the same moment', { firstResponseAt: HELPED }],
      ['without another time', {}],
      ['with both times as they were', { openedAt: CAME, firstResponseAt: HELPED }],
    ])('sets the opening earlier, %s', async (_name, body) => {
      const request = await logged({ ...body, waitedMinutes: 15 });
      const expected = { openedAt: CAME, firstResponseAt: HELPED, waitedMinutes: 15, waitUnknown: false };
      expect(request).toMatchObject(expected);
      expect(succeeded(await app.admin.get(`/support-requests/${request.id}`))).toMatchObject(expected);
    });

    it('may be zero, which is not the same as unknown', async () => {
      expect(await logged({ firstResponseAt: HELPED, waitedMinutes: 0 })).toMatchObject({
        openedAt: HELPED,
        waitedMinutes: 0,
        waitUnknown: false,
      });
      expect(await logged({ firstResponseAt: HELPED })).toMatchObject({
        waitedMinutes: null,
        waitUnknown: true,
      });
      expect(await logged({ firstResponseAt: HELPED, waitedMinutes: null })).toMatchObject({
        waitUnknown: true,
      });
    });

    it('may include the hour that the autumn night repeats', async () => {
      app.clock.set('2026-11-01T02:00:00-06:00');
      const request = await logged({ openedAt: '2026-11-01T01:10:00-06:00', waitedMinutes: 30 });
      expect(request.openedAt).toBe('2026-11-01T01:40:00-05:00');
      app.clock.set(TEST_NOW);
    });

    it.each([
      ['less than none', -1],
      ['more than a day', 1441],
      ['half a minute', 0.5],
      ['a text', '15'],
    ])('may not be %s', async (_name, waitedMinutes) => {
      expect(await log({ waitedMinutes })).toMatchObject({
        status: 400,
        body: { violations: [{ field: 'waitedMinutes' }] },
      });
    });

    it('may not contradict measured times', async () => {
      expect(await log({ openedAt: CAME, firstResponseAt: HELPED, waitedMinutes: 30 })).toMatchObject({
        status: 400,
        body: {
          code: 'WAIT_DISAGREES',
          violations: [{ field: 'waitedMinutes', params: { minutes: 15, waitedMinutes: 30 } }],
        },
      });
    });

    it('may begin before the operator’s shift, and is not late for that', async () => {
      const maya = await anOperator(app);
      await onShift(app, locationId, maya.id, { ...SHIFT, startsAt: '2026-10-26T10:20:00-05:00' });
      const answer = await log({ openedAt: '2026-10-26T11:30:00-05:00', waitedMinutes: 120 }, maya.client);
      expect(succeeded(answer)).toMatchObject({
        openedAt: '2026-10-26T09:30:00-05:00',
        loggedLate: false,
      });
      const early = await log({ openedAt: '2026-10-26T09:30:00-05:00', waitedMinutes: 5 }, maya.client);
      expect(early.body.code).toBe('NO_SHIFT_NEAR');
    });
  });

  describe('changed afterwards', () => {
    it('moves the opening; removing it makes the wait unknown', async () => {
      const { id } = await logged({ firstResponseAt: HELPED });
      expect(succeeded(await patch(id, { waitedMinutes: 15 }))).toMatchObject({ openedAt: CAME });
      expect(succeeded(await patch(id, { waitedMinutes: 5 }))).toMatchObject({
        openedAt: '2026-10-26T09:55:00-05:00',
        firstResponseAt: HELPED,
      });
      expect(succeeded(await patch(id, { category: 'printing' }))).toMatchObject({ waitedMinutes: 5 });
      expect(succeeded(await patch(id, { waitedMinutes: null }))).toMatchObject({
        openedAt: HELPED,
        waitUnknown: true,
      });
    });

    it('of a source’s request is removed without leaving a wait of zero', async () => {
      const given = { source: 'kiosk', externalId: '7', firstResponseAt: HELPED, waitedMinutes: 15 };
      const { id } = await logged(given);
      expect(succeeded(await patch(id, { waitedMinutes: null }))).toMatchObject({ openedAt: CAME });
    });

    it('is replaced by a measured time', async () => {
      const { id } = await logged({ waitedMinutes: 15 });
      expect(succeeded(await patch(id, { openedAt: '2026-10-26T09:50:00-05:00' }))).toMatchObject({
        waitedMinutes: null,
        waitUnknown: false,
        firstResponseAt: HELPED,
      });
    });

    it('is refused without an answer, or against measured times', async () => {
      const open = await logged();
      expect((await patch(open.id, { waitedMinutes: 5 })).body.code).toBe('NOT_ANSWERED');
      expect(
        succeeded(await patch(open.id, { waitedMinutes: 15, firstResponseAt: '2026-10-26T10:15:00-05:00' })),
      ).toMatchObject({ openedAt: HELPED });
      const measured = await logged({ openedAt: CAME, firstResponseAt: HELPED });
      expect((await patch(measured.id, { waitedMinutes: 5 })).body.code).toBe('WAIT_DISAGREES');
    });

    it('stays when the same is sent again, and ends with an import of other times', async () => {
      const source = 'walk-ins';
      const body = { source, externalId: '1', firstResponseAt: HELPED, waitedMinutes: 15 };
      const { id } = await logged(body);
      expect((await log(body)).status).toBe(200);
      expect(succeeded(await app.admin.get(`/support-requests/${id}`))).toMatchObject({ openedAt: CAME });
      const again = { source, externalId: '1', openedAt: HELPED, category: 'printing' };
      expect(succeeded(await log(again))).toMatchObject({ openedAt: CAME, waitedMinutes: 15 });
      const columns = { externalId: 'id', openedAt: 'opened', firstResponseAt: 'answered' };
      const file = `id,opened,answered\n1,2026-10-26T09:40:00-05:00,${HELPED}\n`;
      await importFile(app, file, { kind: 'support-requests', shape: 'rows', locationId, source, columns });
      expect(succeeded(await app.admin.get(`/support-requests/${id}`))).toMatchObject({
        openedAt: '2026-10-26T09:40:00-05:00',
        waitedMinutes: null,
      });
    });
  });

  describe('a request logged by mistake', () => {
    it('is removed by its author', async () => {
      const { id } = await logged({ firstResponseAt: HELPED });
      const path = `/support-requests/${id}`;
      expect((await app.admin.delete(path, { 'if-match': '"2"' })).status).toBe(412);
      expect((await app.admin.delete(path)).status).toBe(204);
      expect((await app.admin.get(path)).status).toBe(404);
      const trail = succeeded(await app.admin.get(`/audit-events?entityId=${id}`)).items;
      expect(trail[0].action).toBe('support-request.deleted');
    });

    it('stays when it is another’s, another system’s, with Campus IT, or of yesterday', async () => {
      const remove = (id: string, client = app.admin) => client.delete(`/support-requests/${id}`);
      const maya = await anOperator(app);
      await onShift(app, locationId, maya.id, SHIFT);
      const own = succeeded(await log({ firstResponseAt: HELPED }, maya.client));
      expect((await remove(own.id)).body.code).toBe('NOT_YOUR_ENTRY');
      const noor = await anOperator(app);
      expect((await remove(own.id, noor.client)).status).toBe(404);
      const elsewhere = await logged({ source: 'tickets', externalId: 'T-1' });
      expect((await remove(elsewhere.id)).body.code).toBe('NOT_YOUR_ENTRY');
      const escalated = await logged({ escalatedAt: HELPED });
      expect((await remove(escalated.id)).body.code).toBe('WITH_CAMPUS_IT');
      app.clock.set('2026-10-27T10:01:00-05:00');
      expect((await remove(own.id, maya.client)).body.code).toBe('TOO_LONG_AGO');
      app.clock.set(TEST_NOW);
      expect((await remove(own.id, maya.client)).status).toBe(204);
      const foreign = await aUser(app, 'supervisor', [(await aLocation(app)).id]);
      expect((await remove(escalated.id, foreign.client)).status).toBe(404);
    });
  });

  it('counts in figures only when measured or stated, and each figure says how many it is based on', async () => {
    const place = (await aLocation(app)).id;
    await alwaysOpen(place);
    const pilotId = await aPilot([place], '2026-10-20', '2026-10-22');
    const request = (body: object) => aSupportRequest(app, place, { channel: 'desk', ...body });
    const at = (time: string, date = '2026-10-20') => `${date}T${time}:00-05:00`;
    const both = (time: string) => ({ openedAt: at(time), firstResponseAt: at(time) });
    await request({ ...both('22:00'), resolvedAt: at('22:00') });
    await request({ ...both('22:00'), resolvedAt: at('23:00') });
    await request({ ...both('23:00'), waitedMinutes: 5 });
    await request({ ...both('23:30'), waitedMinutes: 15, resolvedAt: at('23:30') });
    // The person came before midnight and was helped after it.
    await request({
      openedAt: at('00:10', '2026-10-21'),
      firstResponseAt: at('00:10', '2026-10-21'),
      waitedMinutes: 30,
    });
    await request({ openedAt: at('12:00'), firstResponseAt: at('13:00'), channel: 'mail' });
    await request({ openedAt: at('12:00') });
    const { totals } = await ask(pilotId, '');
    expect(totals.pilot).toMatchObject({
      requests: 7,
      // 5, 15, 30 and 60 minutes, and one that nobody answered.
      firstResponseWallMinutesP50: 30,
      firstResponseServiceMinutesP50: 22.5,
      firstResponseWallMinutesN: 5,
      firstResponseServiceMinutesN: 4,
      firstResponseStatedN: 3,
      resolutionWallMinutesN: 6,
      resolutionWallMinutesP50: null,
      resolutionServiceMinutesP50: 37.5,
      missing: { firstResponseAt: 1, resolvedAt: 4 },
      waitUnknown: { firstResponseAt: 2, firstResolvedAt: 1, resolvedAt: 1 },
      outOfOrder: { firstResponseAt: 0 },
    });
    const days = await items(pilotId, 'bucket=day');
    expect(days.map(({ requests }) => requests as number)).toEqual([7, 0]);
    const csv = await app.admin.get(`/pilots/${pilotId}/metrics?phase=pilot`, { accept: 'text/csv' });
    expect(csv.body).toMatch(/firstResponseStatedN.*waitUnknown\.firstResponseAt/);
  });
});
