import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../../src/platform/database/embedded/free-port.js';
import { startScript, stop, type Measured } from './processes.js';

const ADMIN = { email: 'admin@example.edu', password: 'correct horse' };

/** The product as it is deployed, with default settings, but without rate limits. */
export interface Product extends Measured {
  url: string;
  /** The headers of an admin's requests. */
  headers: Record<string, string>;
  /** The time from its launch to the first success of /health/ready. */
  readyAfterMillis: number;
  stop(): Promise<void>;
}

/** Starts the built server on a database, or with the given environment variables. */
export async function startProduct(database: string | Record<string, string>): Promise<Product> {
  const port = await findFreePort();
  const env = {
    ...(typeof database === 'string' ? { DATABASE_URL: database } : database),
    PORT: String(port),
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    RATE_LIMITS: 'off',
  };
  const url = `http://127.0.0.1:${port}`;
  const launched = performance.now();
  const measured = await startScript(['bench/support/announced-product.mjs'], env);
  await untilReady(url);
  const readyAfterMillis = performance.now() - launched;
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
    readyAfterMillis,
    stop: () => stop(measured),
  };
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok) return;
    await delay(20);
  }
}
