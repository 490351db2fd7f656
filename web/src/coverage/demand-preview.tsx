import { Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import type { LocalDate } from '../time/local-time.js';
import { Loaded } from '../ui/query-states.js';
import { withNeighbourDays, datesOfWeek, spanOfWeek } from '../ui/week-dates.js';
import { DemandWeek } from './demand-week.js';
import { demandQuery, type Drafts } from './queries.js';

/** The week's demand with the draft. While the draft is incomplete, it keeps the last complete one. */
export function DemandPreview({
  location: { id, timeZone: zone },
  startsOn,
  drafts,
  isWhole,
  reason,
}: {
  location: Schemas['LocationDto'];
  startsOn: LocalDate;
  drafts: Drafts;
  isWhole: boolean;
  /** The reason in the draft. */
  reason?: string;
}) {
  const t = useTranslations('coverageHours');
  const query = useQuery({
    ...demandQuery(id, withNeighbourDays(spanOfWeek(startsOn, zone), zone), drafts),
    enabled: isWhole,
    placeholderData: keepPreviousData,
  });
  if (!isWhole && !query.data) return null;
  return (
    <div aria-live="polite">
      <Text fw={600} size="sm" mb={4}>
        {t('preview')}
      </Text>
      <Loaded query={query} rows={1}>
        {({ items, exceptions }) => (
          <DemandWeek
            demand={{
              items,
              exceptions: exceptions.map((one) => ({ ...one, reason: one.reason ?? reason ?? null })),
            }}
            dates={datesOfWeek(startsOn)}
            zone={zone}
            label={t('preview')}
          />
        )}
      </Loaded>
    </div>
  );
}
