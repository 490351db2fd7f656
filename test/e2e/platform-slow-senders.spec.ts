import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startApp, type TestApp } from '../support/app.js';

const MEGABYTE = 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** Sends headers and then `size` bytes. Reads nothing until all are sent or the server disconnects. */
async function sendBlindly(
  app: TestApp,
  headers: readonly string[],
  size: number,
): Promise<{ answer: string; error: string | null; sent: number }> {
  const socket = connect({ port: Number(new URL(app.url).port), host: '127.0.0.1', allowHalfOpen: true });
  let [answer, error, sent]: [string, string | null, number] = ['', null, 0];
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', (problem: NodeJS.ErrnoException) => (error = problem.code ?? problem.message));
  await once(socket, 'connect');
  socket.write([...headers, `content-length: ${size}`, '', ''].join('\r\n'));
  while (sent < size && !socket.destroyed && error === null) {
    await written(socket, CHUNK);
    sent += CHUNK.length;
  }
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
    socket.end();
  });
  await closed;
  return { answer, error, sent };
}

const written = (socket: Socket, chunk: Buffer): Promise<void> =>
  new Promise((resolve) => socket.write(chunk, () => resolve()));

describe('a sender', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const head = (path: string, type: string): string[] => [
    `POST /api/v1${path} HTTP/1.1`,
    'host: localhost',
    `content-type: ${type}`,
    `cookie: ${app.admin.headers['cookie']}`,
  ];

  it.each([
    ['JSON', '/locations', 'application/json', [], 413],
    ['a calendar', '/operators/00000000-0000-4000-8000-000000000000/timetable', 'text/calendar', [], 413],
    ['a form on a route that takes none', '/locations', 'multipart/form-data; boundary=x', [], 415],
    [
      'to a connection that ends with its answer',
      '/locations',
      'application/json',
      ['connection: close'],
      413,
    ],
  ])(
    'of too much can read the answer once everything is sent: %s',
    async (_case, path, type, headers, status) => {
      const { answer, error, sent } = await sendBlindly(app, [...head(path, type), ...headers], 4 * MEGABYTE);
      expect({ error, sent, status: answer.slice(0, 12) }).toEqual({
        error: null,
        sent: 4 * MEGABYTE,
        status: `HTTP/1.1 ${status}`,
      });
    },
  );

  it('that never stops is disconnected after a few megabytes', async () => {
    const { sent } = await sendBlindly(app, head('/locations', 'application/json'), 500 * MEGABYTE);
    expect(sent).toBeLessThan(60 * MEGABYTE);
  });

  it('that has sent everything keeps the connection', async () => {
    const body = '{"name": "x", "timeZone": "UTC"}';
    const request = `${head('/locations', 'application/json').join('\r\n')}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    let answers = '';
    socket.on('data', (chunk: Buffer) => (answers += chunk.toString()));
    socket.write(request);
    await once(socket, 'data');
    socket.write(request.replace('"x"', '"y"'));
    await once(socket, 'data');
    socket.destroy();
    expect(answers.match(/HTTP\/1\.1 201/g)).toHaveLength(2);
  });
});
