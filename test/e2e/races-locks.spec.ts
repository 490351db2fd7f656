import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  aUser,
  coverageHours,
  succeeded,
  type Made,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { deadlocksOf } from '../support/races/deadlocks.js';

const ROUNDS = 10;
const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();

/**
 * Changes that lock the same rows from two sides. A deadlock is retried and would not be noticed, so
 * deadlocks are counted.
 */
describe('two changes of the same rows', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const rounds = async (sides: (round: number) => Promise<(() => Promise<Answer>)[]>): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const requests = await sides(round);
      answers.push(...(await Promise.all([...requests, ...requests].map((request) => request()))));
    }
    return answers;
  };
  const statuses = (answers: readonly Answer[]): number[] =>
    [...new Set(answers.map((answer) => answer.status))].toSorted();

  it('a person is renamed as an operator and as a user', async () => {
    const { id, userId } = await anOperator(app);
    const answers = await rounds((round) =>
      Promise.resolve([
        () => app.admin.patch(`/operators/${id}`, { name: `Maya ${round}` }),
        () => app.admin.patch(`/users/${userId}`, { name: `Iris ${round}` }),
      ]),
    );
    expect(statuses(answers)).toEqual([200]);
  });

  it('an invitation is accepted while a new one is issued and its user is removed', async () => {
    const answers = await rounds(async () => {
      const user = await aUser(app, 'supervisor');
      const { invitationUrl } = succeeded(await app.admin.post(`/users/${user.id}/invitations`));
      const token = (invitationUrl as string).split('/').at(-1);
      return [
        () => app.anonymous.post(`/auth/invitations/${token}`, { password: 'correct horse battery' }),
        () => app.admin.post(`/users/${user.id}/invitations`),
        () => app.admin.delete(`/users/${user.id}`),
      ];
    });
    for (const status of statuses(answers)) expect([200, 201, 204, 404]).toContain(status);
  });

  it.each(['shift', 'coverage hours'])('a position is deleted while a %s gets it', async (what) => {
    const { id: locationId } = await aLocation(app);
    const path =
      what === 'shift'
        ? `/shifts/${(await aShift(app, locationId)).id}`
        : `/coverage-hours/${(await coverageHours(app, locationId)).id}`;
    const answers = await rounds(async () => {
      const { id: positionId } = await aPosition(app);
      succeeded(await app.admin.patch(path, { positionId }));
      const give = (): Promise<Answer> => app.admin.patch(path, { positionId });
      return [give, () => app.admin.delete(`/positions/${positionId}`), give];
    });
    expect(statuses(answers)).toEqual([200, 409]);
  });

  it('a location is deleted while it is scanned for the first time', async () => {
    const answers = await rounds(async () => {
      const { id } = await aLocation(app);
      const hours = await coverageHours(app, id);
      succeeded(await app.admin.post('/coverage/scans'));
      succeeded(await app.admin.delete(`/coverage-hours/${hours.id}`));
      return [() => app.admin.post('/coverage/scans'), () => app.admin.delete(`/locations/${id}`)];
    });
    for (const status of statuses(answers)) expect([201, 204, 404]).toContain(status);
  });

  it('a location is deleted while a user is bound to it', async () => {
    const { id: kept } = await aLocation(app);
    const operator = await anOperator(app, { locationIds: [kept] });
    const answers = await rounds(async () => {
      const { id } = await aLocation(app);
      succeeded(await app.admin.patch(`/operators/${operator.id}`, { locationIds: [kept, id] }));
      return [
        () => app.admin.patch(`/operators/${operator.id}`, { locationIds: [id] }),
        () => app.admin.delete(`/locations/${id}`),
        () => app.admin.patch(`/operators/${operator.id}`, { locationIds: [kept, id] }),
        () => app.admin.delete(`/locations/${id}`),
        () => app.admin.delete(`/locations/${id}`),
      ];
    });
    for (const status of statuses(answers)) expect([200, 204, 404, 409]).toContain(status);
  });

  it('operators are deactivated while their shifts move, shrink and are cancelled', async () => {
    const { id: locationId } = await aLocation(app);
    const operators: MadeOperator[] = [];
    for (let i = 0; i < 4; i++) operators.push(await anOperator(app));
    const answers = await rounds(async () => {
      const shifts: Made[] = [];
      for (const hour of [8, 12, 16]) {
        const span = { startsAt: at(10, hour), endsAt: at(10, hour + 2), seats: 5 };
        shifts.push(await aShift(app, locationId, span));
      }
      for (const { id } of operators) {
        succeeded(await app.admin.post(`/operators/${id}/reactivate`));
        for (const shift of shifts)
          succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: id }));
      }
      return [
        ...operators.map(
          ({ id }) =>
            () =>
              app.admin.post(`/operators/${id}/deactivate`, { on: '2026-11-05', reason: 'Graduated' }),
        ),
        () => app.admin.patch(`/shifts/${shifts[0]!.id}`, { endsAt: at(10, 11) }),
        () => app.admin.patch(`/shifts/${shifts[1]!.id}`, { seats: 4 }),
        () => app.admin.patch(`/shifts/${shifts[1]!.id}`, { startsAt: at(10, 13) }),
        () => app.admin.post(`/shifts/${shifts[2]!.id}/cancel`, { reason: 'Flood' }),
        () => app.admin.post(`/shifts/${shifts[0]!.id}/cancel`, { reason: 'Flood' }),
      ];
    });
    expect(statuses(answers)).toEqual([200, 409]);
  });

  it('and PostgreSQL never had to break a deadlock', async () => {
    await app.jobsDone();
    expect(await deadlocksOf(app.database, [app])).toBe(0);
  });
});
