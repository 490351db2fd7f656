import type { Call } from './call.js';

/** Who is on duty at a location, and its calendar. */
export async function walkOutreach(
  call: Call,
  lookAt: (kind: string, id: string) => Promise<void>,
  locationId: string,
): Promise<void> {
  const tokenOf = ({ url }: { url?: string }): string => url!.split('/').at(-1)!;
  await call('GET /on-duty', '', undefined, 'admin', [`locationId=${locationId}`]);
  const link = await call('POST /on-duty-links', '', { locationId, shows: 'positions', label: 'Door' });
  await call('GET /on-duty-links/{id}', link.id as string);
  await call('GET /on-duty-links', '', undefined, 'admin', [`locationId=${locationId}`]);
  await call('GET /on-duty-screens/{token}', tokenOf(link), undefined, 'nobody');
  await call('GET /on-duty-screens/{token}/data', tokenOf(link), undefined, 'nobody');
  await call('DELETE /on-duty-links/{id}', link.id as string);
  const feed = await call('POST /calendar-feeds', '', {
    kind: 'location',
    locationId,
    includePending: true,
    alarmMinutes: 60,
  });
  await lookAt('calendar-feeds', feed.id as string);
  await call('GET /calendars/{token}', tokenOf(feed), undefined, 'nobody');
  await call('DELETE /calendar-feeds/{id}', feed.id as string);
  const shift = await call('POST /shifts', '', {
    locationId,
    startsAt: '2046-11-24T22:00:00-06:00',
    endsAt: '2046-11-25T01:00:00-06:00',
    seats: 1,
    status: 'published',
  });
  await call('GET /shifts/{id}.ics', shift.id as string);
}
