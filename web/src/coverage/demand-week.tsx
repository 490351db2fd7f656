import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { usePositions } from '../api/lookups.js';
import { dayOf } from '../time/times.js';
import type { DayDemand, DemandHours } from './demand.js';

/** A week of demand, a column a day: outlines, as nobody is in them yet. */
export function DemandWeek({ days, label }: { days: readonly DayDemand[]; label: string }) {
  const t = useTranslations('coverageHours');
  return (
    <ol className="demand-week" aria-label={label}>
      {days.map(({ date, exception, hours }) => (
        <li key={date}>
          <Text fw={600} size="sm">
            {dayOf(date)}
          </Text>
          {exception && (
            <Text size="sm" className="demand-reason">
              {exception.reason || t('exception')}
            </Text>
          )}
          {hours.length === 0 && (
            <Text size="sm" c="dimmed">
              {exception ? t('closed') : t('nobodyNeeded')}
            </Text>
          )}
          {hours.map((one, index) => (
            <Outline key={`${index} ${one.startsAt}`} hours={one} />
          ))}
        </li>
      ))}
    </ol>
  );
}

function Outline({ hours }: { hours: DemandHours }) {
  const t = useTranslations('coverageHours');
  const { positions, nameOf } = usePositions();
  const { startsAt, endsAt, required, positionId, isDraft } = hours;
  return (
    <div className="demand-outline" data-draft={isDraft || undefined}>
      <strong>
        {startsAt}–{endsAt}
      </strong>
      <span>{t('required', { count: required })}</span>
      {positions.length > 1 && <span>{nameOf(positionId)}</span>}
      {isDraft && <span>{t('draft')}</span>}
    </div>
  );
}
