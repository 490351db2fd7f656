import { Text, Title } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useLocations } from '../api/lookups.js';
import { gapsQuery } from '../scheduling/queries.js';
import { addDays, dateOf, instantOf, inZone } from '../time/local-time.js';
import { useTimes } from '../time/times.js';
import { allExceptionsQuery } from './queries.js';

const DAYS_AHEAD = 28;

/** Who is on shift in the weeks ahead while an exception keeps their place closed; nothing where nobody is. */
export function WhileClosed({ now }: { now: number }) {
  const t = useTranslations('gaps');
  const { span } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const { data: exceptions = [] } = useQuery(allExceptionsQuery);
  const ahead = exceptions.flatMap(({ locationId, date, untilDate }) => {
    const zone = zoneOf(locationId);
    const today = dateOf(inZone(now, zone));
    const last = addDays(today, DAYS_AHEAD);
    if (untilDate < today || date > last) return [];
    const [from, to] = [date > today ? date : today, untilDate < last ? untilDate : last];
    // The last night goes on past midnight.
    const window = { from: instantOf(from, '00:00', zone), to: instantOf(addDays(to, 2), '00:00', zone) };
    return [{ locationId, window }];
  });
  const answers = useQueries({
    queries: ahead.map(({ locationId, window }) => gapsQuery(locationId, window)),
  });
  const lines = new Map(
    answers.flatMap(({ data }, index) =>
      (data?.staffedWhileClosed?.items ?? []).map((item) => {
        const { locationId } = ahead[index]!;
        return [`${locationId} ${item.positionId} ${item.startsAt}`, { locationId, ...item }] as const;
      }),
    ),
  );
  if (lines.size === 0) return null;
  return (
    <section aria-labelledby="while-closed">
      <Title order={2} size="h5" id="while-closed" mb={4}>
        {t('whileClosed')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('whileClosedHint')}
      </Text>
      <ul className="plain-list">
        {[...lines].map(([key, { locationId, startsAt, endsAt, assigned }]) => (
          <li key={key} className="card">
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
