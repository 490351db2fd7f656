import { Group, Progress, Stack, Text, Title } from '@mantine/core';
import { usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { useOperatorId } from '../api/me.js';
import { positionsQuery } from '../api/queries.js';
import { addDays, dateOf, inZone, millisOf } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dayMonthOf, hoursText } from '../time/time-format.js';
import { Page } from '../ui/page.js';
import { Loaded } from '../ui/query-states.js';
import { weeklyHoursQuery } from './queries.js';
import { OwnTimesheets } from './timesheets/own-timesheets.js';
import { TrainingProgress } from './attendance/training-progress.js';

const WEEKS_BACK = 2;
const WEEKS_AHEAD = 4;

type Week = Schemas['WeekOfHoursDto'];

/** The hours of each week and its cap, as the server counts them for claims. */
export function Hours() {
  const t = useTranslations('hours');
  const operatorId = useOperatorId();
  const now = useNow(300_000);
  const { timeZone: zone } = useSettings();
  usePrefetchQuery(positionsQuery);
  const operator = useQuery({
    queryKey: ['operators', operatorId],
    queryFn: () => ask(api.GET('/api/v1/operators/{id}', { params: { path: { id: operatorId } } })),
  });
  const today = dateOf(inZone(now, zone));
  const weeks = useQuery(
    weeklyHoursQuery(operatorId, addDays(today, -7 * WEEKS_BACK), addDays(today, 7 * WEEKS_AHEAD + 1)),
  );
  return (
    <Page title={t('title')} note={t('hint')}>
      <Stack gap="md">
        <Loaded query={weeks}>
          {({ items }) => (
            <>
              {items.some(({ elsewhere }) => elsewhere > 0) && (
                <Text>{t('elsewhere', { hours: hoursText(items[0]!.elsewhere) })}</Text>
              )}
              <ul className="plain-list weeks">
                {items.map((week) => (
                  <WeekOfHours key={week.weekOf} week={week} now={now} />
                ))}
              </ul>
            </>
          )}
        </Loaded>
        <Loaded query={operator} rows={1}>
          {({ qualifications }) => <TrainingProgress qualifications={qualifications} />}
        </Loaded>
      </Stack>
      <OwnTimesheets today={today} />
    </Page>
  );
}

function WeekOfHours({ week, now }: { week: Week; now: number }) {
  const t = useTranslations('hours');
  const { weekOf, startsAt, endsAt, hours, cap, capOf } = week;
  const isThis = millisOf(startsAt) <= now && now < millisOf(endsAt);
  return (
    <li {...(isThis && { className: 'card' })}>
      <Group justify="space-between" align="baseline" gap="xs">
        <Title order={2} size="h5" {...(!isThis && { fw: 400 })}>
          {isThis ? t('thisWeek') : t('weekOf', { date: dayMonthOf(weekOf) })}
        </Title>
        <Text {...(isThis && { fw: 700 })}>
          {cap === null
            ? t('worked', { hours: hoursText(hours) })
            : t('ofCap', { hours: hoursText(hours), cap: hoursText(cap) })}
          <Text span size="sm" c="dimmed" fw={400}>
            {' · '}
            {capOf === null ? t('noCap') : t(`capOf.${capOf}`)}
          </Text>
        </Text>
      </Group>
      {cap !== null && cap > 0 && (
        <Progress
          value={Math.min(100, (hours / cap) * 100)}
          color={hours > cap ? 'orange' : 'teal'}
          aria-label={t('weekOf', { date: dayMonthOf(weekOf) })}
        />
      )}
    </li>
  );
}
