import { Group, Progress, Stack, Text, Title } from '@mantine/core';
import { usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { positionsQuery } from '../api/queries.js';
import { useOperatorId } from '../app/me.js';
import { addDays, dateOf, HOUR, instantOf, inZone, millisOf, startOfWeek } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dayMonthOf, hoursText } from '../time/times.js';
import { Page } from '../ui/page.js';
import { Loaded } from '../ui/states.js';
import { claimsQuery, isActive, type Claim } from './queries.js';
import { OwnTimesheets } from './timesheets/own-timesheets.js';
import { TrainingProgress } from './worked/training-progress.js';

const WEEKS_BACK = 2;
const WEEKS_AHEAD = 4;

/** Hours of each week against the cap, counted as the server's rule counts them: by the institution's weeks, a shift by its part. */
export function Hours() {
  const t = useTranslations('hours');
  const operatorId = useOperatorId();
  const now = useNow(300_000);
  const { timeZone: zone, weekStartsOn } = useSettings();
  usePrefetchQuery(positionsQuery);
  const operator = useQuery({
    queryKey: ['operators', operatorId],
    queryFn: () => ask(api.GET('/api/v1/operators/{id}', { params: { path: { id: operatorId } } })),
  });
  const first = addDays(startOfWeek(dateOf(inZone(now, zone)), weekStartsOn), -7 * WEEKS_BACK);
  const weeks = Array.from({ length: WEEKS_BACK + WEEKS_AHEAD + 1 }, (_, week) => addDays(first, week * 7));
  const bounds = (date: string) => ({
    from: instantOf(date, '00:00', zone),
    to: instantOf(addDays(date, 7), '00:00', zone),
  });
  const claims = useQuery(claimsQuery({ from: bounds(first).from, to: bounds(weeks.at(-1)!).to }));
  return (
    <Page title={t('title')} note={t('hint')}>
      <Loaded query={operator}>
        {({ weeklyHourCap, otherWeeklyHours, qualifications }) => (
          <Loaded query={claims}>
            {(all) => (
              <Stack gap="md">
                <Text>
                  {weeklyHourCap === null ? t('noCap') : t('cap', { hours: hoursText(weeklyHourCap) })}
                  {otherWeeklyHours > 0 && ` ${t('elsewhere', { hours: hoursText(otherWeeklyHours) })}`}
                </Text>
                <ul className="plain-list weeks">
                  {weeks.map((week, index) => {
                    const hours = hoursIn(all, bounds(week)) + otherWeeklyHours;
                    return (
                      <li key={week} {...(index === WEEKS_BACK && { className: 'card' })}>
                        <Group justify="space-between" align="baseline" gap="xs">
                          <Title order={2} size="h5" {...(index !== WEEKS_BACK && { fw: 400 })}>
                            {index === WEEKS_BACK ? t('thisWeek') : t('weekOf', { date: dayMonthOf(week) })}
                          </Title>
                          <Text {...(index === WEEKS_BACK && { fw: 700 })}>
                            {weeklyHourCap === null
                              ? t('worked', { hours: hoursText(hours) })
                              : t('ofCap', { hours: hoursText(hours), cap: hoursText(weeklyHourCap) })}
                          </Text>
                        </Group>
                        {weeklyHourCap !== null && weeklyHourCap > 0 && (
                          <Progress
                            value={Math.min(100, (hours / weeklyHourCap) * 100)}
                            color={hours > weeklyHourCap ? 'orange' : 'teal'}
                            aria-label={t('weekOf', { date: dayMonthOf(week) })}
                          />
                        )}
                      </li>
                    );
                  })}
                </ul>
                <TrainingProgress qualifications={qualifications} />
              </Stack>
            )}
          </Loaded>
        )}
      </Loaded>
      <OwnTimesheets today={dateOf(inZone(now, zone))} />
    </Page>
  );
}

function hoursIn(claims: readonly Claim[], { from, to }: { from: string; to: string }): number {
  const millis = claims
    .filter((claim) => isActive(claim) && !claim.noShow)
    .reduce((sum, claim) => {
      const start = Math.max(millisOf(claim.startsAt), millisOf(from));
      const end = Math.min(millisOf(claim.endsAt), millisOf(to));
      return sum + Math.max(0, end - start);
    }, 0);
  return millis / HOUR;
}
