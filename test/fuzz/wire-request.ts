import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Answer } from '../support/http-client.js';

/** A request as it is sent. */
export interface WireRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

const agent = new Agent({ keepAlive: true });

/** Sends a request exactly as it is, which fetch would not do, and reads the whole answer. */
export function exchange(url: string, sent: WireRequest): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const { method, path, headers, body } = sent;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers, agent }, (response) => {
      read(response).then(resolve, reject);
    });
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const text = (response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(response.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const isJson = /^application\/(problem\+)?json/.test(headers.get('content-type') ?? '');
  return {
    status: response.statusCode ?? 0,
    headers,
    body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
  };
}

const LONGEST_SHOWN = 4000;

/** A request as text with everything needed to repeat it. */
export function written({ method, path, headers, body }: WireRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [`${method} ${path}`, ...lines, ...(body ? ['', shown(body)] : [])].join('\n');
}

function shown(body: Buffer): string {
  const text = body.toString('utf8');
  const isPlain = Buffer.from(text).equals(body) && !/[^\P{Cc}\n\r\t]/u.test(text);
  const whole = isPlain ? text : `base64 ${body.toString('base64')}`;
  return whole.length <= LONGEST_SHOWN
    ? whole
    : `${whole.slice(0, LONGEST_SHOWN)}… (${body.length} bytes in all)`;
}
