import { withQuery } from '../support/answers.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  coverageHours,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

const at = (time: string): string => `2026-10-27T${time}:00-05:00`;

describe('the bases of coverage', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    app.clock.set(TEST_NOW);
    locationId = (await aLocation(app)).id;
    await coverageHours(app, locationId, { weekdays: [2], startsAt: '18:00', endsAt: '22:00' });
  });
  afterAll(() => app.close());

  const find = async (basis?: string, query: Record<string, string> = {}): Promise<Answer['body']> =>
    succeeded(
      await app.admin.get(
        withQuery('/coverage/gaps', {
          locationId,
          from: at('00:00'),
          to: '2026-10-28T00:00:00-05:00',
          ...(basis && { basis }),
          ...query,
        }),
      ),
    );
  const staffedMinutes = async (basis?: string): Promise<number> =>
    (await find(basis)).summary.staffedMinutes;
  const aClaim = async (
    seats = 1,
    overrides = {},
  ): Promise<{ id: string; shiftId: string; operator: MadeOperator }> => {
    const operator = await anOperator(app);
    const shift = await aShift(app, locationId, {
      startsAt: at('18:00'),
      endsAt: at('22:00'),
      seats,
      ...overrides,
    });
    return { ...succeeded(await operator.client.post(`/shifts/${shift.id}/claims`)), operator };
  };
  const approved = async (
    overrides = {},
  ): Promise<{ id: string; shiftId: string; operator: MadeOperator }> => {
    const claim = await aClaim(1, overrides);
    succeeded(await app.admin.post(`/claims/${claim.id}/approve`));
    return claim;
  };
  const worked = async (id: string, from: string, to?: string): Promise<void> => {
    succeeded(await app.admin.post(`/claims/${id}/check-in`, { at: at(from) }));
    if (to) succeeded(await app.admin.post(`/claims/${id}/check-out`, { at: at(to) }));
  };

  it('differ by pending claims, which only count as claimed', async () => {
    const { id } = await aClaim();
    expect([await staffedMinutes(), await staffedMinutes('claimed')]).toEqual([0, 240]);
    expect((await find('claimed')).items).toEqual([]);
    expect(await staffedMinutes('attended')).toBe(0);
    succeeded(await app.admin.post(`/claims/${id}/approve`));
    expect([await staffedMinutes('approved'), await staffedMinutes('claimed')]).toEqual([240, 240]);
  });

  it.each(['reject', 'withdraw', 'cancel'])('ignore a claim after its %s', async (act) => {
    const { id } = await (act === 'cancel' ? approved() : aClaim());
    succeeded(await app.admin.post(`/claims/${id}/${act}`, act === 'withdraw' ? {} : { reason: 'Because' }));
    expect([await staffedMinutes(), await staffedMinutes('claimed')]).toEqual([0, 0]);
  });

  it('ignore a cancelled shift, and count an assigned draft', async () => {
    const { shiftId } = await approved();
    succeeded(await app.admin.post(`/shifts/${shiftId}/cancel`, { reason: 'Flood' }));
    expect(await staffedMinutes()).toBe(0);
    const draft = await aShift(app, locationId, {
      startsAt: at('18:00'),
      endsAt: at('20:00'),
      status: 'draft',
    });
    succeeded(await app.admin.post(`/shifts/${draft.id}/claims`, { operatorId: (await anOperator(app)).id }));
    expect(await staffedMinutes()).toBe(120);
  });

  it('count a claim only for the position of its shift', async () => {
    const position = await aPosition(app);
    const positionIds = ['00000000-0000-7000-8000-000000000001', position.id];
    const operator = await anOperator(app, { positionIds });
    const overrides = { startsAt: at('18:00'), endsAt: at('22:00'), positionId: position.id };
    const shift = await aShift(app, locationId, overrides);
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id }));
    expect(await staffedMinutes()).toBe(0);
    succeeded(await app.admin.patch(`/shifts/${shift.id}`, { positionId: positionIds[0] }));
    expect(await staffedMinutes()).toBe(240);
  });

  it('count what people worked, from check-in to check-out, up to now', async () => {
    const { id } = await approved();
    expect(await find('attended')).toMatchObject({ items: [], summary: { coverageRate: null } });
    app.clock.set(at('20:00'));
    await worked(id, '18:15');
    expect(await find('attended')).toMatchObject({
      items: [{ startsAt: at('18:00'), endsAt: at('18:15'), assigned: 0, missing: 1 }],
      summary: { requiredMinutes: 120, staffedMinutes: 105, missingCheckOuts: 0 },
    });
    app.clock.set(at('23:00'));
    succeeded(await app.admin.post(`/claims/${id}/check-out`, { at: at('21:00') }));
    expect((await find('attended')).items.map((gap: { startsAt: string }) => gap.startsAt)).toEqual([
      at('18:00'),
      at('21:00'),
    ]);
    expect((await find('attended')).summary).toMatchObject({ staffedMinutes: 165, missingCheckOuts: 0 });
  });

  it('count a missing check-out to the end of the shift, and flag it', async () => {
    const { id } = await approved();
    app.clock.set(at('21:59'));
    await worked(id, '18:00');
    expect((await find('attended')).summary).toMatchObject({ staffedMinutes: 239, missingCheckOuts: 0 });
    app.clock.set(at('22:00'));
    expect((await find('attended')).summary).toMatchObject({
      staffedMinutes: 240,
      missingMinutes: 0,
      missingCheckOuts: 1,
    });
    app.clock.set('2026-11-05T12:00:00Z');
    expect((await find('attended')).summary).toMatchObject({ staffedMinutes: 240, missingCheckOuts: 1 });
    expect((await find('attended', { to: at('18:00') })).summary.missingCheckOuts).toBe(0);
    expect((await find()).summary).not.toHaveProperty('missingCheckOuts');
  });

  it('flag a missing check-out only under the position it belongs to', async () => {
    const position = await aPosition(app);
    const { id } = await approved();
    app.clock.set(at('23:00'));
    await worked(id, '18:00');
    expect((await find('attended', { positionId: position.id })).summary.missingCheckOuts).toBe(0);
  });

  it('do not count a no-show', async () => {
    const { id } = await approved();
    app.clock.set(at('22:00'));
    expect(await staffedMinutes('attended')).toBe(0);
    succeeded(await app.admin.post(`/claims/${id}/no-show`));
    expect([await staffedMinutes('attended'), await staffedMinutes()]).toEqual([0, 240]);
  });

  it('count presence outside the shift at its real time', async () => {
    const { id } = await approved({ startsAt: at('14:00'), endsAt: at('18:00') });
    app.clock.set('2026-10-28T12:00:00-05:00');
    await worked(id, '13:50', '18:30');
    expect(await staffedMinutes('attended')).toBe(30);
    expect(await staffedMinutes()).toBe(0);
  });
});
