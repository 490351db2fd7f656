import { Text, Title } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useLocations } from '../api/lookups.js';
import { dateOf } from '../time/local-time.js';
import { useTimes } from '../time/time-format.js';
import { MissingParts } from '../ui/query-states.js';
import { upcomingClosures } from './upcoming-closures.js';
import { allExceptionsQuery, gapsQuery } from '../coverage/queries.js';

/**
 * People on shift in the coming weeks while an exception closes their location; renders nothing when there
 * are none.
 */
export function StaffedWhileClosed({ now }: { now: number }) {
  const t = useTranslations('gaps');
  const { span } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const exceptions = useQuery(allExceptionsQuery);
  const ahead = upcomingClosures(exceptions.data ?? [], now, zoneOf);
  const answers = useQueries({
    queries: ahead.map(({ locationId, window }) => gapsQuery(locationId, window)),
  });
  const lines = answers.flatMap(({ data }, index) =>
    (data?.staffedWhileClosed?.items ?? []).map((item) => ({ ...ahead[index]!, ...item })),
  );
  const failed = [exceptions, ...answers].filter(({ error }) => error !== null);
  if (failed.length > 0)
    return (
      <MissingParts
        parts={[
          {
            name: t('whileClosed'),
            query: {
              error: failed[0]!.error,
              refetch: () => failed.map(({ refetch }) => refetch()),
            },
          },
        ]}
      />
    );
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="while-closed">
      <Title order={2} size="h5" id="while-closed" mb={4}>
        {t('whileClosed')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('whileClosedHint')}
      </Text>
      <ul className="plain-list">
        {lines.map(({ locationId, positionId, startsAt, endsAt, assigned }) => (
          <li key={`${locationId} ${positionId} ${startsAt}`} className="card">
            <Text fw={600}>{nameOf(locationId)}</Text>
            <Text size="sm">
              {t('whileClosedLine', {
                when: span(startsAt, endsAt, zoneOf(locationId)),
                count: assigned,
              })}
            </Text>
            <Link to="/board" search={{ location: locationId, week: dateOf(startsAt) }}>
              {t('toBoard')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
