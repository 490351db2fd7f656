import { startApp, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import {
  aLocation,
  anOperator,
  aSupportRequest,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

const NOON = '2026-10-26T12:00:00-05:00';
const SHIFT = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T15:00:00-05:00' };
const ROUNDS = 10;

/** `status code`, sorted, with how often. */
const outcomes = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const outcome = [status, body.code].filter(Boolean).join(' ');
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
};

describe('several people at one request at the same time', () => {
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  let noor: MadeOperator;
  let id: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
    [maya, noor] = [await anOperator(app), await anOperator(app)];
    for (const one of [maya, noor]) await onShift(app, locationId, one.id, SHIFT);
  });
  afterAll(() => app.close());
  beforeEach(() => next());

  const next = async () => {
    ({ id } = await aSupportRequest(app, locationId));
  };
  const path = (rest = '') => `/support-requests/${id}${rest}`;
  const escalate = (client: HttpClient) => client.post(path('/escalate'), { text: 'Needs you' });
  const read = async (): Promise<Answer['body']> => succeeded(await app.admin.get(path()));
  const kinds = async (): Promise<string[]> =>
    succeeded(await app.admin.get(path('/thread'))).items.map(({ kind }: { kind: string }) => kind);

  it('escalate it once, however many there are', async () => {
    const people = [app.admin, maya.client, noor.client];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => escalate(people[n % 3]!)));
    expect(outcomes(answers)).toEqual({ 200: 1, '409 WITH_CAMPUS_IT_ALREADY': 19 });
    expect(await kinds()).toEqual(['opened', 'escalated']);
    expect((await read()).version).toBe(2);
  });

  it('give it back once', async () => {
    succeeded(await escalate(app.admin));
    const back = () => app.admin.post(path('/return'), { text: 'Yours' });
    expect(outcomes(await Promise.all(Array.from({ length: 20 }, back)))).toEqual({
      200: 1,
      '409 NOT_WITH_CAMPUS_IT': 19,
    });
    expect(await kinds()).toEqual(['opened', 'escalated', 'returned']);
  });

  it('escalate and resolve it: either both in this order, or only the resolution', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await next();
      const resolve = () => noor.client.patch(path(), { resolvedAt: NOON });
      const both = [() => escalate(app.admin), resolve];
      const answers = await Promise.all((round % 2 ? both : both.toReversed()).map((act) => act()));
      const [escalated, resolved] = round % 2 ? answers : answers.toReversed();
      expect(resolved!.status).toBe(200);
      const request = await read();
      expect(request.resolvedAt).toBe(NOON);
      if (escalated!.status === 200) {
        expect(request).toMatchObject({ tier: 'campus-it', escalatedAt: NOON, version: 3 });
        expect(await kinds()).toEqual(['opened', 'escalated', 'resolved']);
      } else {
        expect(escalated).toMatchObject({ status: 409, body: { code: 'RESOLVED_ALREADY' } });
        expect(request).toMatchObject({ tier: 'library', escalatedAt: null, version: 2 });
        expect(await kinds()).toEqual(['opened', 'resolved']);
      }
    }
  });

  it('take it: one of two gets it, and the other is told', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await next();
      const answers = await Promise.all(
        [maya, noor].map(({ client, userId }) =>
          client.patch(path(), { assigneeId: userId }, { 'if-match': '"1"' }),
        ),
      );
      expect(outcomes(answers)).toEqual({ 200: 1, '412 PRECONDITION_FAILED': 1 });
      const winner = answers[0]!.status === 200 ? maya : noor;
      expect((await read()).assigneeId).toBe(winner.userId);
      expect(await kinds()).toEqual(['opened', 'assigned']);
    }
  });

  it('write notes, of which there is room for three', async () => {
    await app.database.query(
      `INSERT INTO request_entries (id, request_id, at, kind, text, author_id)
       SELECT gen_random_uuid(), $1, $2, 'note', 'x', $1 FROM generate_series(1, 497)`,
      [id, app.clock.date()],
    );
    const write = (_: unknown, n: number) =>
      (n % 2 ? maya : noor).client.post(path('/notes'), { text: `Note ${n}` });
    const answers = await Promise.all(Array.from({ length: 12 }, write));
    expect(outcomes(answers)).toEqual({ 201: 3, '409 THREAD_FULL': 9 });
    expect(await kinds()).toHaveLength(1 + 500);
  });

  it('remove a note once', async () => {
    const { id: noteId } = succeeded(await app.admin.post(path('/notes'), { text: 'x' }));
    const remove = () => app.admin.delete(path(`/notes/${noteId}`));
    const answers = await Promise.all(Array.from({ length: 5 }, remove));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404, 404, 404]);
  });

  it('write a note while it is removed: the note keeps it, or comes too late', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await next();
      const [noted, removed] = await Promise.all([
        maya.client.post(path('/notes'), { text: 'x' }),
        app.admin.delete(path()),
      ]);
      expect([
        [201, 409],
        [404, 204],
      ]).toContainEqual([noted.status, removed.status]);
      const entries = await app.database.query('SELECT FROM request_entries WHERE request_id = $1', [id]);
      expect(entries).toHaveLength(noted.status === 201 ? 1 : 0);
    }
  });
});
