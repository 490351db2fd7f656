import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { millisOf } from '../../time/local-time.js';
import { useTimes } from '../../time/time-format.js';
import { maintenanceSoonQuery } from './queries.js';

/** What is worked on at a location now or within a day. */
export function MaintenanceSoon({
  locationId,
  zone,
  now,
}: {
  locationId: string;
  zone: string;
  now: number;
}) {
  const t = useTranslations('tonight');
  const { span } = useTimes();
  return useQuery(maintenanceSoonQuery)
    .data?.filter((one) => one.locationId === locationId && millisOf(one.endsAt) > now)
    .map(({ id, startsAt, endsAt, reason, closesCoverage }) => (
      <Alert key={id} color="orange" title={t('maintenance', { span: span(startsAt, endsAt, zone) })}>
        {reason}
        {closesCoverage && ` · ${t('closed')}`}
      </Alert>
    ));
}
