import { DomainError } from '../../src/domain/errors.js';
import { WorkerPool } from '../../src/platform/workers/worker-pool.js';
import { DatabaseAddress } from '../../src/platform/database/database-address.js';
import { requestContext } from '../../src/platform/request-context.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const TASK = new URL('../support/tasks/computing.task.mjs', import.meta.url);

describe('the worker pool', () => {
  let server: TestDatabase;
  let computing: WorkerPool;
  beforeAll(async () => {
    server = await createDatabase();
    computing = new WorkerPool(new DatabaseAddress(server.url));
  });
  afterAll(async () => {
    await computing.onApplicationShutdown();
    await server.drop();
  });

  const run = (doing: string, milliseconds = 0): Promise<unknown> =>
    computing.run(TASK, { doing, milliseconds });
  const runAs = (id: string, doing: string, milliseconds = 0): Promise<unknown> =>
    requestContext.run({ requestId: 'x', actor: { kind: 'user', id } }, () => run(doing, milliseconds));
  const codesOf = async (runs: readonly Promise<unknown>[]): Promise<Map<unknown, number>> => {
    const ended = await Promise.allSettled(runs);
    const codes = ended.map((one) =>
      one.status === 'fulfilled' ? one.value : (one.reason as DomainError).code,
    );
    return new Map([...Map.groupBy(codes, (code) => code)].map(([code, of]) => [code, of.length]));
  };

  it('returns the output of a task, also from the database', async () => {
    expect(await run('greet')).toBe('greet');
    expect(await run('ask')).toBe(42);
  });

  it('passes a refusal on as a refusal', async () => {
    const refusal = await run('refuse').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({
      kind: 'invalid',
      code: 'INVALID_FIELD',
      params: { rule: 'too-many-items', most: 5 },
      options: { violations: [{ code: 'INVALID_FIELD', field: 'bucket', params: { most: 5 } }] },
    });
  });

  it('passes an error on as an error', async () => {
    await expect(run('fail')).rejects.toThrow('on purpose');
    expect(await run('greet')).toBe('greet');
  });

  it('stops a task that uses too much memory, and continues', async () => {
    await expect(run('hoard')).rejects.toMatchObject({ kind: 'invalid', code: 'TOO_MUCH_TO_COMPUTE' });
    expect(await run('greet')).toBe('greet');
  });

  it('accepts four tasks of one caller at once, and others’ beside them', async () => {
    const own = Array.from({ length: 7 }, () => runAs('maya', 'greet', 200));
    const others = Array.from({ length: 2 }, () => runAs('leo', 'greet', 50));
    expect(Object.fromEntries(await codesOf(own))).toEqual({ greet: 4, BUSY_COMPUTING: 3 });
    expect(Object.fromEntries(await codesOf(others))).toEqual({ greet: 2 });
    expect(await runAs('maya', 'greet')).toBe('greet');
  });

  it('lets sixteen wait, and tells others to retry', async () => {
    const runs = Array.from({ length: 40 }, (_, index) => runAs(`caller ${index}`, 'greet', 100));
    const codes = await codesOf(runs);
    expect(codes.get('greet')).toBeLessThanOrEqual(18);
    expect(codes.get('BUSY_COMPUTING')).toBeGreaterThanOrEqual(22);
    await expect(runs.at(-1)).rejects.toMatchObject({ kind: 'too-many', options: { retryAfterSeconds: 5 } });
  });
});
