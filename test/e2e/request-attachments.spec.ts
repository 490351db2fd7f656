import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aSupportRequest, aUser, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

const MEGABYTE = 1024 * 1024;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const JPEG = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.alloc(200),
]);
const GIF = Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1');
const WEBP = Buffer.concat([
  Buffer.from('RIFF\x24\x00\x00\x00WEBPVP8 ', 'latin1'),
  Buffer.from('18000000300100009d012a0100010002003425a400037000fefbfd500000', 'hex'),
]);
const PDF = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n');
const SVG = Buffer.from(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
);
const ZIP = Buffer.from('504b0304140000000800', 'hex');

describe('files in the thread of a request', () => {
  let app: TestApp;
  let locationId: string;
  let id: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    ({ id } = await aSupportRequest(app, locationId));
  });

  const attach = (
    content: Buffer,
    {
      name = 'screen.png',
      text,
      client = app.admin,
      headers = {},
      to = id,
    }: {
      name?: string;
      text?: string;
      client?: HttpClient;
      headers?: Record<string, string>;
      to?: string;
    } = {},
  ): Promise<Answer> => {
    const form = new FormData();
    if (text !== undefined) form.append('text', text);
    form.append('file', new Blob([new Uint8Array(content)], { type: 'text/html' }), name);
    return client.send('POST', `/support-requests/${to}/attachments`, form, headers);
  };
  const contentOf = (client: HttpClient, entryId: string) =>
    fetch(`${client.baseUrl}/api/v1/support-requests/${id}/attachments/${entryId}`, {
      headers: client.headers,
    });
  const thread = async (client = app.admin): Promise<{ id: string | null; kind: string; file: unknown }[]> =>
    succeeded(await client.get(`/support-requests/${id}/thread`)).items;

  it.each([
    ['PNG', PNG, 'image/png'],
    ['JPEG', JPEG, 'image/jpeg'],
    ['GIF', GIF, 'image/gif'],
    ['WebP', WEBP, 'image/webp'],
    ['PDF', PDF, 'application/pdf'],
    ['plain text', Buffer.from('Error 0x80070005\nDruckwarteschlange „kaputt“'), 'text/plain'],
  ])('are %s, judged by their content, and come back byte by byte', async (_name, content, type) => {
    const entry = succeeded(await attach(content, { name: 'evidence.bin', text: ' It says this ' }));
    expect(entry).toMatchObject({
      kind: 'attached',
      text: 'It says this',
      isOwn: true,
      file: { name: 'evidence.bin', type, bytes: content.length },
    });
    expect((await thread()).at(-1)).toEqual(entry);
    const answer = await contentOf(app.admin, entry.id);
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(answer.headers.get('content-disposition')).toMatch(
      type.startsWith('image/') ? /^inline;/ : /^attachment;/,
    );
  });

  it.each([
    ['text with a zero byte', Buffer.from('\u0000<html>'), 400, 'ATTACHMENT_TYPE'],
    ['a picture that may hold a script', SVG, 400, 'ATTACHMENT_TYPE'],
    ['an archive', ZIP, 400, 'ATTACHMENT_TYPE'],
    ['nothing', Buffer.alloc(0), 400, 'ATTACHMENT_TYPE'],
    ['bytes of no kind', Buffer.from([0xc3, 0x28, 0xa0, 0xff]), 400, 'ATTACHMENT_TYPE'],
    [
      'one byte too many',
      Buffer.concat([PNG, Buffer.alloc(5 * MEGABYTE + 1 - PNG.length)]),
      413,
      'ATTACHMENT_TOO_LARGE',
    ],
  ])('are not %s', async (_name, content, status, code) => {
    expect(await attach(content)).toMatchObject({ status, body: { code, violations: [{ field: 'file' }] } });
    expect(await thread()).toHaveLength(1);
  });

  it('are refused in a form of which a part is not the JSON that it says to be', async () => {
    const part = (head: string, body: string): string =>
      `--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
    const form =
      part('name="text"\r\ncontent-type: application/json', 'It says this') +
      part('name="file"; filename="log.txt"\r\ncontent-type: text/plain', 'A log') +
      '--b--\r\n';
    const answer = await app.admin.send('POST', `/support-requests/${id}/attachments`, form, {
      'content-type': 'multipart/form-data; boundary=b',
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { violations: [{ field: 'file', code: 'INVALID_FORM', params: { rule: 'no-json' } }] },
    });
  });

  it('may have 5 MB', async () => {
    const content = Buffer.concat([PNG, Buffer.alloc(5 * MEGABYTE - PNG.length)]);
    expect(succeeded(await attach(content)).file.bytes).toBe(5 * MEGABYTE);
  });

  it.each([
    ['a path', '../../etc/pass wd.png', 'pass wd.png'],
    ['a path of Windows', 'C:\\Users\\maya\\shot.png', 'shot.png'],
    ['letters of any script', 'Bildschirm „42“ 截图.png', 'Bildschirm „42“ 截图.png'],
    ['what turns text around', 'gpj\u202egnp.exe', 'gpjgnp.exe'],
    ['no name', '', 'file'],
  ])('keep of their name what can be seen: %s', async (_name, name, kept) => {
    const entry = succeeded(await attach(PNG, { name: name || ' ' }));
    expect(entry.file.name).toBe(kept);
    const disposition = (await contentOf(app.admin, entry.id)).headers.get('content-disposition')!;
    expect(decodeURIComponent(disposition.split("''")[1]!)).toBe(kept);
  });

  it.each([
    ['a body of JSON', (path: string) => app.admin.post(path, { file: 'x' }), 'INVALID_FIELD'],
    [
      'a form without a file',
      (path: string) => {
        const form = new FormData();
        form.append('text', 'x');
        return app.admin.send('POST', path, form);
      },
      'INVALID_FIELD',
    ],
    [
      'another field',
      (path: string) => {
        const form = new FormData();
        form.append('note', 'x');
        return app.admin.send('POST', path, form);
      },
      'UNKNOWN_FIELD',
    ],
  ])('are refused with %s', async (_name, send, code) => {
    expect(await send(`/support-requests/${id}/attachments`)).toMatchObject({ status: 400, body: { code } });
  });

  it('are stored once when they are sent again with the same key', async () => {
    const headers = { 'idempotency-key': 'one-photo' };
    const first = succeeded(await attach(PNG, { headers }));
    expect(succeeded(await attach(PNG, { headers }))).toEqual(first);
    expect(await attach(GIF, { headers })).toMatchObject({ status: 422 });
    expect((await thread()).filter(({ kind }) => kind === 'attached')).toHaveLength(1);
  });

  it('are 20 at most, also when they come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => attach(PNG)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(answers.filter(({ body }) => body.code === 'TOO_MANY_FILES')).toHaveLength(4);
  });

  it('are removed by who sent them or by a supervisor, and with their request', async () => {
    const [maya, supervisor] = [await anOperator(app), await aUser(app, 'supervisor', [locationId])];
    succeeded(await app.admin.patch(`/support-requests/${id}`, { assigneeId: maya.userId }));
    const own = succeeded(await attach(PNG, { client: maya.client }));
    const other = succeeded(await attach(PNG));
    const remove = (client: HttpClient, entryId: string) =>
      client.delete(`/support-requests/${id}/notes/${entryId}`);
    expect((await remove(maya.client, other.id)).status).toBe(403);
    expect((await remove(maya.client, own.id)).status).toBe(204);
    expect((await contentOf(maya.client, own.id)).status).toBe(404);
    expect((await remove(supervisor.client, other.id)).status).toBe(204);
    succeeded(await attach(PNG));
    expect((await app.admin.delete(`/support-requests/${id}`)).status).toBe(204);
    expect(
      await app.database.query(
        'SELECT entry_id FROM request_files f WHERE NOT EXISTS (SELECT FROM request_entries e WHERE e.id = f.entry_id)',
      ),
    ).toEqual([]);
    expect(await app.database.query('SELECT id FROM request_entries WHERE request_id = $1', [id])).toEqual(
      [],
    );
  });

  it('are for those who may see the request', async () => {
    const { id: entryId } = succeeded(await attach(PNG));
    const elsewhere = await aUser(app, 'supervisor');
    const idle = await anOperator(app);
    const [reads, writes] = [await anApiKey(app, ['support:read']), await anApiKey(app, ['support:write'])];
    const analyst = await aUser(app, 'analyst', [locationId]);
    expect((await contentOf(elsewhere.client, entryId)).status).toBe(404);
    expect((await attach(PNG, { client: elsewhere.client })).status).toBe(404);
    expect((await contentOf(idle.client, entryId)).status).toBe(404);
    expect((await contentOf(analyst.client, entryId)).status).toBe(403);
    expect((await contentOf(app.anonymous, entryId)).status).toBe(401);
    expect((await contentOf(reads, entryId)).status).toBe(200);
    expect((await attach(PNG, { client: reads })).status).toBe(403);
    expect((await contentOf(writes, entryId)).status).toBe(403);
    const another = await aSupportRequest(app, locationId);
    expect((await app.admin.get(`/support-requests/${another.id}/attachments/${entryId}`)).status).toBe(404);
    expect((await app.admin.delete(`/support-requests/${another.id}/notes/${entryId}`)).status).toBe(404);
  });
});
