import { aPush, pushSourceBody } from '../support/pushes.js';
import { signatureOf } from '../support/signatures.js';
import { trackerSettings } from '../support/sources.js';
import type { Call } from './call.js';
import type { World } from './world.js';

/** A source: collected, changed, filled back; and a request that is given its location. */
export async function walkSources(
  call: Call,
  lookAt: (kind: string, id: string) => Promise<void>,
  { app, tracker }: Pick<World, 'app' | 'tracker'>,
  { locationId, number }: { locationId: string; number: number },
): Promise<void> {
  tracker.open('2026-10-25T11:00:00Z');
  await call('GET /support-source-descriptions');
  const source = await call('POST /support-sources', '', {
    name: `Tracker of walk ${number}`,
    kind: 'request-tracker',
    settings: trackerSettings(tracker),
    everyMinutes: 5,
    enabled: true,
  });
  await app.jobsDone();
  const { items } = await call('GET /support-requests', '', undefined, 'admin', ['unassigned=true']);
  const waiting = items.find((item: { source: string }) => item.source === source.name);
  await call('POST /support-requests/{id}/assign', waiting.id, { locationId });
  await call('POST /support-requests/{id}/unassign', waiting.id);
  await lookAt('support-sources', source.id);
  await call('POST /support-sources/{id}/check', source.id);
  await call('POST /support-sources/{id}/runs', source.id);
  await call('GET /support-sources/{id}/runs', source.id);
  const span = { from: '2026-10-01T00:00:00Z', to: '2026-10-20T00:00:00Z' };
  // It runs until the tracker answers.
  await app.jobsDone();
  const answering = Promise.withResolvers<void>();
  tracker.hook = () => answering.promise;
  const backfill = await call('POST /support-sources/{id}/backfills', source.id, span);
  await call('GET /support-sources/{id}/backfills', source.id);
  await call(
    'POST /support-sources/{id}/backfills/{backfillId}/stop',
    source.id,
    undefined,
    'admin',
    [],
    backfill.id,
  );
  tracker.hook = () => undefined;
  answering.resolve();
  await call('PATCH /support-sources/{id}', source.id, {
    locationId,
    settings: trackerSettings(tracker, { openIn: 'Campus IT' }),
  });
  await call('PATCH /support-sources/{id}/escalations', source.id, { locationIds: [locationId] });
  await call('GET /support-sources/{id}/escalations', source.id);
  const openedAt = app.clock.date().toISOString();
  const request = await call('POST /support-requests', '', { locationId, openedAt, title: 'No network' });
  await call('POST /support-requests/{id}/escalate', request.id, { text: 'All of row B' });
  await call('POST /support-requests/{id}/ticket', request.id);
  await app.jobsDone();
  await call('GET /support-requests/{id}/ticket', request.id);
  await call('PATCH /support-sources/{id}/escalations', source.id, { locationIds: [] });
  const other = await call('POST /support-sources', '', {
    name: `Another of walk ${number}`,
    kind: 'request-tracker',
    settings: trackerSettings(tracker),
    everyMinutes: 5,
    enabled: false,
  });
  await call('DELETE /support-sources/{id}', other.id);
  const pushed = pushSourceBody({ name: `Kiosk of walk ${number}`, locationId });
  const kiosk = await call('POST /support-sources', '', pushed);
  const { secret } = await call('POST /support-sources/{id}/rotate', kiosk.id);
  const push = aPush('7');
  const headers = signatureOf(JSON.stringify(push), { secret: secret as string, at: app.clock.now() });
  await call('POST /hooks/support/{sourceId}', kiosk.id, push, 'nobody', [], '', headers);
  await call('POST /support-sources', '', {
    name: `File of walk ${number}`,
    kind: 'file-url',
    settings: {
      url: 'https://files.example.edu/s/k3Jw9/download',
      auth: { kind: 'basic', user: 'maya', password: 'a-password' },
      mapping: {
        dateOrder: 'mdy',
        columns: { externalId: 'key', openedAt: 'opened', category: 'what' },
        values: { category: { Printer: 'printing' } },
      },
    },
    everyMinutes: 5,
    enabled: false,
  });
  await call('POST /support-sources', '', {
    name: `Mailbox of walk ${number}`,
    kind: 'mailbox',
    settings: {
      host: 'imap.example.edu',
      port: 993,
      tls: true,
      user: 'desk@example.edu',
      password: 'a-password',
      folder: 'INBOX',
      from: '@desk.example.edu',
      fileName: 'tickets-*.csv',
      mapping: { columns: { externalId: 'key', openedAt: 'opened' } },
    },
    everyMinutes: 5,
    enabled: false,
  });
}
