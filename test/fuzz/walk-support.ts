import { waitFor } from '../support/app.js';
import type { Call } from './call.js';

/** Requests, counts and notes at a desk, and an import. */
export async function walkSupport(
  call: Call,
  lookAt: (kind: string, id: string) => Promise<void>,
  locationId: string,
  number: number,
): Promise<void> {
  const openedAt = '2026-10-25T11:00:00Z';
  const request = await call('POST /support-requests', '', {
    locationId,
    openedAt,
    source: 'walk',
    externalId: `${number}`,
  });
  await call('PATCH /support-requests/{id}', request.id, {
    firstResponseAt: '2026-10-25T11:05:00Z',
    readLevel: 3,
    externalUrl: 'http://desk.example/1',
  });
  await lookAt('support-requests', request.id);
  await call('GET /support-requests/{id}/assignees', request.id);
  const said = await call('POST /support-requests/{id}/notes', request.id, {
    text: 'Another cable is no better',
  });
  await call('GET /support-requests/{id}/notes/{noteId}', request.id, undefined, 'admin', [], said.id);
  await call('DELETE /support-requests/{id}/notes/{noteId}', request.id, undefined, 'admin', [], said.id);
  const file = { field: 'text', mapping: 'It says this', csv: 'Error 5' };
  const attached = await call('POST /support-requests/{id}/attachments', request.id, file);
  await call(
    'GET /support-requests/{id}/attachments/{entryId}',
    request.id,
    undefined,
    'admin',
    [],
    attached.id,
  );
  await call('POST /support-requests/{id}/escalate', request.id, { text: 'Two cables', title: 'No signal' });
  await call('POST /support-requests/{id}/return', request.id, { text: 'Try the third' });
  await call('GET /support-requests/{id}/thread', request.id);
  const slip = await call('POST /support-requests', '', { locationId, openedAt });
  await call('DELETE /support-requests/{id}', slip.id);
  const tally = await call('POST /support-tallies', '', { locationId, at: openedAt, count: 3 });
  await lookAt('support-tallies', tally.id);
  await call('DELETE /support-tallies/{id}', tally.id);
  await call('GET /support-queue', '', undefined, 'admin', ['tier=library']);
  await call('GET /support-request-choices', '');
  await call('GET /support-requests/{id}/clock', request.id);
  const category = await call('POST /support-categories', '', { label: `Scanner ${number}`, readLevel: 2 });
  const other = await call('POST /support-categories', '', { label: `Scanning ${number}` });
  await lookAt('support-categories', category.id);
  await call('PATCH /support-categories/{id}', other.id, { mergedIntoId: category.id });
  await call('POST /support-categories/order', '', { ids: [category.id] });
  await call('GET /support-category-words', '');
  await call('DELETE /support-categories/{id}', other.id);
  const note = await call('POST /desk-notes', '', { locationId, text: 'Toner is low' });
  await lookAt('desk-notes', note.id);
  await call('DELETE /desk-notes/{id}', note.id);
  const headcount = await call('POST /headcounts', '', {
    locationId,
    at: openedAt,
    area: 'Desk',
    count: 12,
  });
  await lookAt('headcounts', headcount.id);
  const counted = await call('POST /activity', '', {
    locationId,
    series: 'gate',
    at: openedAt,
    count: 4_812,
    cumulative: true,
  });
  await lookAt('activity', counted.id);
  await call('GET /activity-hours', '', undefined, 'admin', [
    `locationId=${locationId}`,
    'series=gate',
    'from=2026-10-20T00:00:00Z',
    'to=2026-10-27T00:00:00Z',
  ]);
  await call('DELETE /activity/{id}', counted.id);
  const mapping = {
    locationId,
    source: 'walk',
    columns: { externalId: 'key', openedAt: 'opened' },
  };
  const { locationId: _place, ...kept } = mapping;
  const saved = await call('POST /import-mappings', '', {
    locationId,
    name: `Walk ${number}`,
    mapping: kept,
  });
  await call('PATCH /import-mappings/{id}', saved.id, { header: ['key', 'opened'] });
  await lookAt('import-mappings', saved.id);
  await call('DELETE /import-mappings/{id}', saved.id);
  const imported = await call('POST /support-imports', '', {
    mapping,
    csv: 'key,opened\nA,2026-10-25 11:00:00\nB,never\n',
  });
  await lookAt('support-imports', imported.id);
  await call('GET /support-imports/{id}/remarks', imported.id, undefined, 'admin', ['kind=rejected']);
  await waitFor(async () => (await call('GET /support-imports/{id}', imported.id)).status === 'completed');
  await call('POST /support-imports/{id}/take-back', imported.id);
}
