import { Jobs } from '../../src/platform/jobs/jobs.js';
import { PulsesService } from '../../src/pilots/voices/pulses.service.js';
import type { TestApp } from './app.js';
import { succeeded } from './factories.js';

/** A mail server that never answers: people are asked, and no message leaves. */
export const UNREACHABLE_MAIL = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'lab@example.edu' };

let count = 0;

/** Creates a pilot whose baseline was in August and September 2026, and which runs until the end of November. */
export async function aPilotOf(app: TestApp, locationIds: string[], overrides: object = {}): Promise<string> {
  const body = {
    name: `Heard ${++count}`,
    locationIds,
    baseline: { from: '2026-08-24', to: '2026-10-01' },
    pilot: { from: '2026-10-01', to: '2026-12-01' },
    ...overrides,
  };
  return succeeded(await app.admin.post('/pilots', body)).id as string;
}

/** Runs what is due by time, twice, as two timers would. */
export async function tellDue(app: TestApp): Promise<void> {
  for (const _twice of [1, 2]) {
    await app.app.get(Jobs).enqueue('telling', {});
    await app.jobsDone();
  }
}

/** A new link of a person's pulse, as their message would carry it. */
export async function pulseToken(
  app: TestApp,
  pilotId: string,
  month: string,
  userId: string,
): Promise<string> {
  const [row] = await app.database.query<{ facts: { invitationId: string } }>(
    'SELECT facts FROM messages WHERE key = $1',
    [`pulse/${pilotId}/${month}/${userId}`],
  );
  if (!row) throw new Error('this person was not asked');
  const link = await app.app.get(PulsesService).linkToSend(row.facts as never);
  if (link === null) throw new Error('this pulse is over');
  return link.split('/').at(-1)!;
}
