import { Collecting } from '../../src/support/sources/collecting.js';
import { RunsRepository } from '../../src/support/sources/runs.repository.js';
import { SourcesRepository } from '../../src/support/sources/sources.repository.js';
import type { TicketPage, TicketSource } from '../../src/support/sources/ticket-source.js';
import { newId } from '../../src/platform/ids.js';
import { succeeded } from '../support/factories.js';
import { FakeRequestTracker } from '../support/fake-request-tracker.js';
import { aLab, OPENED } from '../support/lived-past.js';
import { aSource, beside } from '../support/sources.js';

const MINUTE = 60_000;

describe('a run that lets other sources in between', () => {
  const given = beside(() => new FakeRequestTracker());

  it('has not told all changes, so the next one counts from the last that did', async () => {
    const { app, system } = given;
    system.open(OPENED);
    const { id } = await aSource(app, system, { locationId: await aLab(app) });
    await app.jobsDone();
    const runs = app.app.get(RunsRepository);
    const first = await runs.findLastReading(id);
    const row = (await app.app.get(SourcesRepository).find(id))!;
    const page: TicketPage = { tickets: [], unchanged: [], doubts: [], cursor: row.cursor!, remaining: null };
    const source = {
      async *changes() {
        yield await Promise.resolve(page);
        yield page;
      },
    } as unknown as TicketSource;
    const collect = async (isTime: boolean): Promise<string[]> => {
      app.clock.advance(1);
      await app.database.query('UPDATE support_sources SET next_run_at = $2 WHERE id = $1', [
        id,
        app.clock.date(),
      ]);
      const owner = { sourceId: id, runId: newId() };
      expect(await runs.take(owner, app.clock.date(), new Date(app.clock.now() + MINUTE))).toBe(true);
      const work = { row, owner, source, signal: new AbortController().signal };
      await app.app.get(Collecting).collect(work, () => isTime);
      await runs.release(owner);
      const { items } = succeeded(await app.admin.get(`/support-sources/${id}/runs`));
      return (items as { status: string }[]).map(({ status }) => status);
    };
    expect((await collect(false))[0]).toBe('interrupted');
    expect(await runs.findLastReading(id)).toEqual(first);
    expect((await collect(true)).slice(0, 2)).toEqual(['completed', 'interrupted']);
    expect(await runs.findLastReading(id)).toEqual(app.clock.date());
  });
});
