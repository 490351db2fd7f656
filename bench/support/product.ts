import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../../src/platform/database/embedded/free-port.js';
import { hasEnded, startScript, stop, type Measured } from './processes.js';

const ADMIN = { email: 'admin@example.edu', password: 'correct horse' };

/** Levels of error and above. */
const IS_ERROR = /"level":(?:5|6)0\b/;

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
  const measured = await startScript(['bench/support/announced-product.mjs'], env, tellErrors());
  await untilReady(url, measured);
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

/** Shows what the product logs as an error, and drops the rest of its log. */
function tellErrors(): (bytes: Buffer) => void {
  let rest = '';
  return (bytes) => {
    const lines = (rest + bytes.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (IS_ERROR.test(line)) process.stderr.write(`  the product: ${line}\n`);
  };
}

async function untilReady(url: string, { child }: Measured): Promise<void> {
  for (;;) {
    if (hasEnded(child)) throw new Error('the product ended before it was ready');
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok) return;
    await delay(20);
  }
}
