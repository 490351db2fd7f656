import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { importFile, linesAndCodes, rowsMapping, storedRequests, takenBack } from '../support/imports.js';

describe('the priorities of imported requests', () => {
  let app: TestApp;
  let locationId: string;
  let count = 0;
  let source = '';
  beforeAll(async () => {
    app = await startApp({ now: '2027-04-01T12:00:00-05:00' });
    locationId = (await aLocation(app)).id;
  });
  beforeEach(() => (source = `priorities ${++count}`));
  afterAll(() => app.close());

  const OPENED = '2026-10-26 10:00';
  const sent = (lines: readonly string[], overrides: object = {}) =>
    importFile(
      app,
      `key,opened,urgency,what\n${lines.map((line) => `${line}\n`).join('')}`,
      rowsMapping(locationId, source, { priority: 'urgency', category: 'what' }, overrides),
    );
  const priorities = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      (await storedRequests(app, source, 'external_id AS id, priority')).map((row) => [
        row['id'],
        row['priority'],
      ]),
    );
  const setByHand = async (externalId: string, priority: string): Promise<void> => {
    const { items } = succeeded(await app.admin.get(`/support-requests?search=${externalId}&limit=200`));
    const own = (items as { id: string; source: string }[]).find((one) => one.source === source)!;
    succeeded(await app.admin.patch(`/support-requests/${own.id}`, { priority }));
  };

  it('are ours, however they are spelt, or the words that the mapping names; others are remarked', async () => {
    const imported = await sent(
      [
        `A,${OPENED},URGENT,`,
        `B,${OPENED}, low ,`,
        `C,${OPENED},p1,`,
        `D,${OPENED},3 - Moderate,`,
        `E,${OPENED},,`,
      ],
      { values: { priority: { P1: 'high', P9: 'low' } } },
    );
    expect(imported).toMatchObject({ created: 5, rejected: [] });
    expect(linesAndCodes(imported.warnings)).toEqual(['5 INVALID_PRIORITY']);
    expect(imported.warnings[0].message).toBe(
      'priority is none of low, normal, high, urgent, and the mapping does not say what it means: "3 - Moderate". ' +
        'It stays as it is, and is normal for a new request.',
    );
    expect(await priorities()).toEqual({ A: 'urgent', B: 'low', C: 'high', D: 'normal', E: 'normal' });
    expect((imported.sample as { priority: unknown }[]).map(({ priority }) => priority)).toEqual([
      'urgent',
      'low',
      'high',
      null,
      null,
    ]);
  });

  it('stay as they are with an empty cell, an unknown word or no column, and change with another word', async () => {
    await sent(['A', 'B', 'C', 'D'].map((key) => `${key},${OPENED},high,`));
    await setByHand('A', 'urgent');
    const again = await sent([
      `A,${OPENED},,`,
      `B,${OPENED},soonish,`,
      `C,${OPENED},low,`,
      `D,${OPENED},High,`,
    ]);
    expect(again).toMatchObject({ created: 0, updated: 1, skipped: 3 });
    expect(await priorities()).toEqual({ A: 'urgent', B: 'high', C: 'low', D: 'high' });
    const other = await sent([`A,${OPENED},normal,printing`], {
      columns: { externalId: 'key', openedAt: 'opened', category: 'what' },
    });
    expect(other).toMatchObject({ updated: 1 });
    expect(await priorities()).toMatchObject({ A: 'urgent' });
  });

  it('are counted by a trial, which changes none', async () => {
    await sent([`A,${OPENED},low,`, `B,${OPENED},low,`]);
    const trial = await sent([`A,${OPENED},high,`, `B,${OPENED},low,`, `C,${OPENED},high,`], {
      dryRun: true,
    });
    expect(trial).toMatchObject({ created: 1, updated: 1, skipped: 1 });
    expect(await priorities()).toEqual({ A: 'low', B: 'low' });
  });

  it('are as before when the import is taken back, but for those that somebody changed since', async () => {
    await sent([`A,${OPENED},low,`, `B,${OPENED},low,`]);
    const { id } = await sent([`A,${OPENED},urgent,`, `B,${OPENED},urgent,`, `C,${OPENED},urgent,`]);
    await setByHand('B', 'high');
    expect(await takenBack(app, id as string)).toMatchObject({ removed: 1, restored: 1, kept: 1 });
    expect(await priorities()).toEqual({ A: 'low', B: 'high' });
  });

  it('stay when an import from before there were priorities is taken back', async () => {
    await sent([`A,${OPENED},high,printing`]);
    const { id } = await sent([`A,${OPENED},high,wifi`]);
    await app.database.query('UPDATE support_import_requests SET priority = NULL WHERE import_id = $1', [id]);
    expect(await takenBack(app, id as string)).toMatchObject({ restored: 1 });
    expect(await priorities()).toEqual({ A: 'high' });
  });

  it('are those of the file when two imports of it run at once', async () => {
    await sent([`A,${OPENED},low,`, `B,${OPENED},normal,`]);
    const ended = await Promise.all([
      sent([`A,${OPENED},high,`, `B,${OPENED},,`, `C,${OPENED},high,`]),
      sent([`A,${OPENED},high,`, `B,${OPENED},,`, `C,${OPENED},high,`]),
    ]);
    expect(ended.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(ended.reduce((sum, { created, updated }) => sum + Number(created) + Number(updated), 0)).toBe(2);
    expect(await priorities()).toEqual({ A: 'high', B: 'normal', C: 'high' });
  });

  it('can be saved with a mapping', async () => {
    const mapping = {
      columns: { externalId: 'key', openedAt: 'opened', priority: 'urgency' },
      values: { priority: { P1: 'urgent' } },
      source: 'desk',
    };
    const saved = succeeded(await app.admin.post('/import-mappings', { name: 'desk', locationId, mapping }));
    expect(saved).toMatchObject({ mapping });
  });
});
