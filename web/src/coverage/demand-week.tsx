import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { usePositions } from '../api/lookups.js';
import type { LocalDate } from '../time/local-time.js';
import { dayOf, useTimes } from '../time/time-format.js';
import { exceptionOn, type Demand } from './queries.js';

/** A week of demand, one column per day. Drawn as outlines, because nobody is assigned. */
export function DemandWeek({
  demand,
  dates,
  zone,
  label,
}: {
  demand: Demand;
  dates: readonly LocalDate[];
  zone: string;
  label: string;
}) {
  const t = useTranslations('coverageHours');
  return (
    <ol className="demand-week" aria-label={label}>
      {dates.map((date) => {
        const exception = exceptionOn(demand, date);
        const items = demand.items.filter((item) => item.date === date);
        return (
          <li key={date}>
            <Text fw={600} size="sm">
              {dayOf(date)}
            </Text>
            {exception && (
              <Text size="sm" className="demand-reason">
                {exception.reason || t('exception')}
              </Text>
            )}
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {exception ? t('closed') : t('nobodyNeeded')}
              </Text>
            )}
            {items.map((item) => (
              <Outline key={`${item.positionId} ${item.startsAt}`} segment={item} zone={zone} />
            ))}
          </li>
        );
      })}
    </ol>
  );
}

function Outline({ segment, zone }: { segment: Schemas['DemandSegmentDto']; zone: string }) {
  const t = useTranslations('coverageHours');
  const { time } = useTimes();
  const { positions, nameOf } = usePositions();
  const { startsAt, endsAt, required, positionId, isDraft } = segment;
  return (
    <div className="demand-outline" data-draft={isDraft || undefined}>
      <strong>
        {time(startsAt, zone)}–{time(endsAt, zone)}
      </strong>
      <span>{t('required', { count: required })}</span>
      {positions.length > 1 && <span>{nameOf(positionId)}</span>}
      {isDraft && <span>{t('draft')}</span>}
    </div>
  );
}
