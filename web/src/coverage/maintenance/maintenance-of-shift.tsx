import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { millisOf, type Instant } from '../../time/local-time.js';
import { useTimes } from '../../time/time-format.js';
import { maintenanceAheadQuery } from './queries.js';

/** What is worked on at a location during a shift. */
export function MaintenanceOfShift({
  shift,
  zone,
}: {
  shift: { locationId: string; startsAt: Instant; endsAt: Instant };
  zone: string;
}) {
  const t = useTranslations('tonight');
  const { span } = useTimes();
  return useQuery(maintenanceAheadQuery)
    .data?.filter(
      ({ locationId, startsAt, endsAt }) =>
        locationId === shift.locationId &&
        millisOf(startsAt) < millisOf(shift.endsAt) &&
        millisOf(endsAt) > millisOf(shift.startsAt),
    )
    .map(({ id, startsAt, endsAt, reason, closesCoverage }) => (
      <Text key={id} size="sm" className="wrapping">
        {t('maintenance', { span: span(startsAt, endsAt, zone) })}: {reason}
        {closesCoverage && ` · ${t('closed')}`}
      </Text>
    ));
}
