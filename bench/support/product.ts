import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../../src/platform/database/embedded/free-port.js';
import { startScript, stop, type Measured } from './processes.js';

const ADMIN = { email: 'admin@example.edu', password: 'correct horse' };

/** The product as it is deployed, with default settings but for its rate limits. */
export interface Product extends Measured {
  url: string;
  /** What an admin's requests carry. */
  headers: Record<string, string>;
  /** One JSON request under /api/v1; throws unless it succeeds. */
  request<Body>(method: string, path: string, body?: unknown): Promise<Body>;
  stop(): Promise<void>;
}

/** Starts the built server on a database, or with its embedded one in a folder. */
export async function startProduct(where: { databaseUrl: string } | { dataDir: string }): Promise<Product> {
  const port = await findFreePort();
  const env = {
    ...('databaseUrl' in where ? { DATABASE_URL: where.databaseUrl } : { DATA_DIR: where.dataDir }),
    PORT: String(port),
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    RATE_LIMITS: 'off',
  };
  const url = `http://127.0.0.1:${port}`;
  const measured = await startScript(['bench/support/announced-product.mjs'], env);
  await untilReady(url);
  const signedIn = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  const headers = { cookie: signedIn.headers.get('set-cookie')!.split(';')[0]! };
  return {
    ...measured,
    url,
    headers,
    request: async <Body>(method: string, path: string, body?: unknown) => {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Body;
    },
    stop: () => stop(measured),
  };
}

export async function untilReady(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok) return;
    await delay(20);
  }
}
