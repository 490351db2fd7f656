import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '../api/queries.js';
import { addDays, dateOf, startOfWeek, timeOf, type LocalDate } from '../time/local-time.js';
import { dayMonthOf, dayOf, weekdayName } from '../time/times.js';
import type { Claim } from './queries.js';

const WEEKS = 5;

/** Five weeks at a glance: which evenings are taken. */
export function MonthView({ claims, today }: { claims: readonly Claim[]; today: LocalDate }) {
  const { data: settings } = useQuery(settingsQuery);
  const weekStartsOn = settings?.weekStartsOn ?? 1;
  const first = startOfWeek(today, weekStartsOn);
  const byDate = Map.groupBy(claims, ({ startsAt }) => dateOf(startsAt));
  return (
    <div className="scroll-x">
      <table className="month">
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, day) => (
              <th key={day} scope="col">
                {weekdayName(((weekStartsOn - 1 + day) % 7) + 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: WEEKS }, (_, week) => (
            <tr key={week}>
              {Array.from({ length: 7 }, (__, day) => {
                const date = addDays(first, week * 7 + day);
                return (
                  <td key={date} data-past={date < today || undefined} aria-label={dayOf(date)}>
                    <Text size="sm" c="dimmed">
                      {dayMonthOf(date)}
                    </Text>
                    {(byDate.get(date) ?? []).map((claim) => (
                      <Text
                        key={claim.id}
                        size="sm"
                        className={claim.status === 'pending' ? 'month-pending' : 'month-held'}
                      >
                        {timeOf(claim.startsAt)}–{timeOf(claim.endsAt)}
                      </Text>
                    ))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
