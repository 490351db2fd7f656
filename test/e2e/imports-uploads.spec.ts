import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Caller } from '../../src/access/caller.js';
import { ImportsService } from '../../src/support/imports/imports.service.js';
import { StagedFilesRepository } from '../../src/support/imports/staged-files.repository.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aUser, succeeded } from '../support/factories.js';
import { holdLocks, pidWaitingFor } from '../support/lock-holder.js';
import { endedImport, importFile, rowsMapping, upload } from '../support/imports.js';

const CSV = 'key,opened\nA,2026-10-26 10:00\n';
const ADMIN_CALLER: Caller = {
  kind: 'user',
  id: '00000000-0000-4000-8000-000000000001',
  sessionId: null,
  role: 'admin',
  scopes: null,
  operatorId: null,
  locationIds: 'all',
};
const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('uploading an import', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  /** The number of staged bytes without an import. */
  const leftOver = async (): Promise<number> => {
    const [row] = await app.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM staged_files f
       WHERE NOT EXISTS (SELECT FROM support_imports WHERE file_id = f.id)`,
    );
    return row!.count;
  };

  it.each([
    ['the mapping first', false],
    ['the file first', true],
  ])('accepts %s', async (name, mappingLast) => {
    const answer = await upload(app, CSV, rowsMapping(locationId, name), { mappingLast });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      status: 'queued',
      locationId,
      fileName: 'log.csv',
      dryRun: false,
      rejected: [],
    });
    expect(await endedImport(app, answer.body.id)).toMatchObject({
      status: 'completed',
      rows: 1,
      created: 1,
      error: null,
    });
    const events = succeeded(await app.admin.get(`/audit-events?entityId=${answer.body.id}`)).items;
    expect(events.map((event: { action: string }) => event.action)).toEqual([
      'support-import.completed',
      'support-import.created',
    ]);
  });

  it('takes a mapping that is declared as JSON', async () => {
    const boundary = 'x-boundary-x';
    const part = (head: string, body: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
    const mapping = JSON.stringify(rowsMapping(locationId, 'typed'));
    const body =
      part('name="mapping"\r\nContent-Type: application/json', mapping) +
      part('name="file"; filename="a.csv"\r\nContent-Type: text/csv', CSV) +
      `--${boundary}--\r\n`;
    const answer = await app.admin.send('POST', '/support-imports', body, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
    });
    expect(answer.status).toBe(201);
    expect(await endedImport(app, answer.body.id)).toMatchObject({ created: 1 });
  });

  it('deletes the file once its import has ended', async () => {
    await importFile(app, CSV, rowsMapping(locationId, 'let go'));
    const files = await app.database.query('SELECT FROM staged_files');
    expect(files).toHaveLength(0);
  });

  it('reads a file no faster than the database takes it', async () => {
    const holder = await holdLocks(app.database, 'LOCK TABLE staged_file_chunks IN ACCESS EXCLUSIVE MODE');
    const piece = Buffer.from('x,2026-10-26 10:00\n'.repeat(4_000));
    let sent = 0;
    async function* form(): AsyncGenerator<Buffer> {
      const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nkey,opened\n';
      yield await Promise.resolve(Buffer.from(part));
      for (; sent < 200_000_000; sent += piece.length) yield piece;
    }
    const sending = request(`${app.url}/api/v1/support-imports`, {
      method: 'POST',
      headers: { ...app.admin.headers, 'content-type': 'multipart/form-data; boundary=b' },
    });
    sending.on('error', () => undefined);
    const ended = new Promise((resolve) => sending.once('close', resolve));
    const piping = pipeline(form(), sending).catch(() => undefined);
    await pidWaitingFor(app.database, holder);
    for (let before = -1; before !== sent; await delay(300)) before = sent;
    // Some megabytes are on their way, in buffers of the system.
    expect(sent).toBeLessThan(50_000_000);
    sending.destroy();
    await holder.end();
    await Promise.all([ended, piping]);
    await waitFor(async () => (await leftOver()) === 0);
  });

  describe('refuses, and stores nothing:', () => {
    afterEach(async () => expect(await leftOver()).toBe(0));

    const refused = (answer: { status: number; body: unknown }, status: number, body: object): void =>
      expect(answer).toMatchObject({ status, body });
    const form = (...parts: [string, string | Blob, string?][]): FormData => {
      const data = new FormData();
      for (const [name, value, fileName] of parts) {
        if (typeof value === 'string') data.append(name, value);
        else data.append(name, value, fileName ?? 'a.csv');
      }
      return data;
    };
    const send = (body: FormData) => app.admin.send('POST', '/support-imports', body);
    const mapping = (overrides: object = {}) =>
      JSON.stringify(rowsMapping(locationId, 'refused', {}, overrides));
    const file = (text = CSV) => new Blob([text]);

    it('no file', async () =>
      refused(await send(form(['mapping', mapping()])), 400, { violations: [{ field: 'file' }] }));
    it('no mapping', async () =>
      refused(await send(form(['file', file()])), 400, { violations: [{ field: 'mapping' }] }));
    it('nothing at all', async () => refused(await send(form()), 400, { violations: [{ field: 'file' }] }));
    it('two mappings', async () =>
      refused(await send(form(['mapping', mapping()], ['mapping', mapping()], ['file', file()])), 400, {
        code: 'UNKNOWN_FIELD',
      }));
    it('an unknown field', async () =>
      refused(await send(form(['mapping', mapping()], ['file', file()], ['note', 'x'])), 400, {
        code: 'UNKNOWN_FIELD',
      }));
    it('a file under another name', async () =>
      refused(await send(form(['mapping', mapping()], ['upload', file()])), 400, { code: 'UNKNOWN_FIELD' }));
    it('two files', async () => {
      const answer = await send(form(['mapping', mapping()], ['file', file()], ['file', file()]));
      expect([400, 413]).toContain(answer.status);
    });
    it('an empty file', async () =>
      refused(await upload(app, '', rowsMapping(locationId, 'refused')), 400, { code: 'EMPTY_FILE' }));
    it('a file with only a byte order mark', async () =>
      refused(await upload(app, '\uFEFF', rowsMapping(locationId, 'refused')), 400, { code: 'EMPTY_FILE' }));
    it('a header that is not CSV', async () =>
      refused(await upload(app, 'key,"opened\n', rowsMapping(locationId, 'refused')), 400, {
        code: 'EMPTY_FILE',
      }));
    it.each([false, true])(
      'columns that the file does not have, each named (mapping last: %s)',
      async (mappingLast) => {
        const wrong = rowsMapping(locationId, 'refused', { openedAt: 'when', category: 'what' });
        refused(await upload(app, CSV, wrong, { mappingLast }), 400, {
          code: 'UNKNOWN_COLUMN',
          violations: [
            { code: 'UNKNOWN_COLUMN', message: 'The file has no column "when".' },
            { code: 'UNKNOWN_COLUMN', message: 'The file has no column "what".' },
          ],
        });
      },
    );
    it('a column that the file has twice', async () =>
      refused(await upload(app, 'key,opened,key\n', rowsMapping(locationId, 'refused')), 400, {
        code: 'UNKNOWN_COLUMN',
      }));
    it('a mapping that is not JSON, before megabytes of file', async () =>
      refused(await upload(app, 'key,opened\n'.repeat(400_000), '{'), 400, {
        violations: [{ field: 'mapping' }],
      }));
    it('a mapping that is too long', async () =>
      refused(await upload(app, CSV, 'x'.repeat(200_000)), 400, { violations: [{ field: 'mapping' }] }));
    it('a mapping that is nested too deep', async () =>
      refused(await upload(app, CSV, `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`), 400, { code: 'TOO_DEEP' }));
    it('JSON instead of a form', async () => {
      const answer = await app.admin.post('/support-imports', rowsMapping(locationId, 'refused'));
      refused(answer, 400, { violations: [{ field: 'file' }] });
    });
    it('a form that breaks off', async () => {
      const answer = await app.admin.send(
        'POST',
        '/support-imports',
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nkey,op',
        {
          'content-type': 'multipart/form-data; boundary=b',
        },
      );
      expect(answer.status).toBe(400);
    });
    it('an unknown location', async () =>
      refused(await upload(app, CSV, rowsMapping(NOWHERE, 'refused')), 404, { code: 'NOT_FOUND' }));
    it.each(['supervisor', 'campus_it'])('a location that is not the %s’s', async (role) => {
      const own = await aLocation(app);
      const { client } = await aUser(app, role, [own.id]);
      refused(await upload(app, CSV, rowsMapping(locationId, 'refused'), { client }), 403, {
        code: 'FOREIGN_LOCATION',
      });
    });
    it('an operator', async () => {
      const { client } = await anOperator(app);
      refused(await upload(app, CSV, rowsMapping(locationId, 'refused'), { client }), 403, {
        code: 'FORBIDDEN',
      });
    });
    it('an API key without the scope', async () => {
      const client = await anApiKey(app, ['support:read']);
      refused(await upload(app, CSV, rowsMapping(locationId, 'refused'), { client }), 403, {
        code: 'MISSING_SCOPE',
      });
    });
    it('no credentials', async () =>
      refused(
        await upload(app, CSV, rowsMapping(locationId, 'refused'), { client: app.anonymous }),
        401,
        {},
      ));
    it('an idempotency key used for another file', async () => {
      const headers = { 'idempotency-key': 'import-1' };
      const first = await upload(app, CSV, rowsMapping(locationId, 'keyed'), { headers });
      const again = await upload(app, CSV, rowsMapping(locationId, 'keyed'), { headers, mappingLast: true });
      expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      const other = await upload(app, `${CSV}B,2026-10-26 11:00\n`, rowsMapping(locationId, 'keyed'), {
        headers,
      });
      refused(other, 422, { code: 'IDEMPOTENCY_KEY_REUSED' });
      expect(await endedImport(app, first.body.id)).toMatchObject({ rows: 1, created: 1 });
    });
    it('an invalid idempotency key', async () => {
      const headers = { 'idempotency-key': 'with space' };
      refused(await upload(app, CSV, rowsMapping(locationId, 'keyed'), { headers }), 400, {});
    });
    it('a file beyond the limit', async () => {
      // As the form's parser returns a file that it cut at FILE_LIMIT; really sending 256 MB would take long.
      const cutOff = Object.assign(Readable.from([Buffer.from(CSV)]), { truncated: true });
      const parts = Readable.from([{ type: 'file', fieldname: 'file', filename: 'a.csv', file: cutOff }]);
      const received = app.app.get(ImportsService).receive(ADMIN_CALLER, parts as AsyncIterable<never>);
      await expect(received).rejects.toMatchObject({ kind: 'too-large', code: 'CONTENT_TOO_LARGE' });
    });
    it('a foreign location, before any of the file is stored', async () => {
      const staged = jest.spyOn(app.app.get(StagedFilesRepository), 'create');
      const own = await aLocation(app);
      const { client } = await aUser(app, 'supervisor', [own.id]);
      const mapping = rowsMapping(locationId, 'refused');
      refused(await upload(app, CSV, mapping, { client }), 403, { code: 'FOREIGN_LOCATION' });
      await app.database.query('DELETE FROM user_locations WHERE location_id = $1', [own.id]);
      const lost = await upload(app, CSV, mapping, { client, mappingLast: true });
      refused(lost, 403, { code: 'FOREIGN_LOCATION' });
      expect(staged).not.toHaveBeenCalled();
      staged.mockRestore();
    });
  });

  describe('afterwards', () => {
    it('shows it at its location, with its remarks page by page', async () => {
      const foreign = await aLocation(app);
      const lines = Array.from({ length: 1005 }, (_, index) => `${index},never\n`).join('');
      const { id } = await importFile(app, `key,opened\n${lines}`, rowsMapping(locationId, 'many'));
      const seen = succeeded(await app.admin.get(`/support-imports/${id}`));
      expect(seen).toMatchObject({ rows: 1005, created: 0, rejectedCount: 1005, warningCount: 0 });
      expect(seen.rejected).toHaveLength(1000);
      const lineNumbers: number[] = [];
      for (let cursor = ''; cursor !== null;) {
        const path = `/support-imports/${id}/remarks?kind=rejected&limit=200${cursor && `&cursor=${cursor}`}`;
        const page = succeeded(await app.admin.get(path));
        lineNumbers.push(...page.items.map((remark: { line: number }) => remark.line));
        cursor = page.nextCursor;
      }
      expect(lineNumbers).toEqual(Array.from({ length: 1005 }, (_, index) => index + 2));
      expect((await app.admin.get(`/support-imports/${id}/remarks`)).status).toBe(400);
      const { client } = await aUser(app, 'supervisor', [foreign.id]);
      expect((await client.get(`/support-imports/${id}`)).status).toBe(404);
      expect((await client.get(`/support-imports/${id}/remarks?kind=warning`)).status).toBe(404);
      expect(succeeded(await client.get('/support-imports')).items).toEqual([]);
      expect((await (await anOperator(app)).client.get(`/support-imports/${id}`)).status).toBe(403);
      expect((await app.admin.get(`/support-imports/${NOWHERE}`)).status).toBe(404);
    });
  });
});
