import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app.js';
import { holdLocks, pidWaitingFor } from '../support/lock-holder.js';

const HEAD = 'GET /health/live HTTP/1.1\r\nhost: localhost\r\n';

describe('a server that closes', () => {
  let app: TestApp;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    app = await startApp();
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** Opens a connection, and resolves when the server has it. The server ends or resets it. */
  const connection = async (): Promise<{ socket: Socket; closed: Promise<unknown> }> => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return { socket, closed: once(socket, 'close') };
  };

  it('does not wait for clients that sent nothing, half a request, or half of their second one', async () => {
    const nothing = await connection();
    const half = await connection();
    half.socket.write(HEAD);
    const second = await connection();
    second.socket.write(`${HEAD}\r\n`);
    await once(second.socket, 'data');
    second.socket.write(HEAD);
    await delay(100);
    await app.close();
    await Promise.all([nothing.closed, half.closed, second.closed]);
  });

  it('gives up on a sender whose body does not come', async () => {
    const sender = await connection();
    let answer = '';
    sender.socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    const head = ['POST /api/v1/auth/login HTTP/1.1', 'host: localhost', 'content-type: application/json'];
    sender.socket.write([...head, 'content-length: 100', '', '{'].join('\r\n'));
    await delay(100);
    await app.close();
    await sender.closed;
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('answers a request that runs, however long it takes', async () => {
    const holder = await holdLocks(app.database, 'LOCK TABLE locations IN ACCESS EXCLUSIVE MODE');
    const answered = app.admin.get('/locations');
    await pidWaitingFor(app.database, holder);
    const closed = app.close();
    await delay(2_500);
    await holder.query('COMMIT');
    await holder.end();
    expect((await answered).status).toBe(200);
    await closed;
  });
});
