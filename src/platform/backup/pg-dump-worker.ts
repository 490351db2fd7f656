/* Runs pg_dump, a WebAssembly program that speaks PostgreSQL's protocol and must block until each answer
   has come. So it has its own thread, which sleeps until the main thread (pg-dump.ts) has the answer. This
   file imports nothing from the project, because it also runs as .ts, where `.js` imports do not resolve. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';

interface Order {
  args: string[];
  port: MessagePort;
  bell: Int32Array;
}

const { args, port, bell } = workerData as Order;

function exchange(request: Uint8Array, onRawData: (answer: Uint8Array) => void): void {
  // A copy, because pg_dump's buffer is a view of its memory.
  port.postMessage(Uint8Array.from(request));
  for (;;) {
    Atomics.wait(bell, 0, 0);
    Atomics.store(bell, 0, 0);
    for (let next; (next = receiveMessageOnPort(port));) {
      const answer = next.message as Uint8Array | null;
      if (answer === null) return;
      onRawData(answer);
    }
  }
}

/** The part of PGlite that pgDump uses. */
const connection = {
  query: () => Promise.resolve({ rows: [{ search_path: '' }] }),
  exec: () => Promise.resolve(),
  execProtocolRawStream: (request: Uint8Array, options: { onRawData: (answer: Uint8Array) => void }) =>
    exchange(request, options.onRawData),
} as unknown as Parameters<typeof pgDump>[0]['pg'];

const dump = await pgDump({ pg: connection, args });
parentPort!.postMessage(await dump.text());
