import { Text } from '@mantine/core';
import { addDays, dateOf, daysBetween, timeOf, type LocalDate } from '../time/local-time.js';
import { dayOf, weekdayName } from '../time/time-format.js';
import type { Claim } from './queries.js';
import { firstOfMonth, monthOf } from '../ui/week-dates.js';

/** The month of a date, with the evenings that have shifts. */
export function MonthView({
  claims,
  date: shown,
  today,
  weekStartsOn,
}: {
  claims: readonly Claim[];
  date: LocalDate;
  today: LocalDate;
  weekStartsOn: number;
}) {
  const { startsOn: first, endsOn } = monthOf(shown, weekStartsOn);
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
          {Array.from({ length: daysBetween(first, endsOn) / 7 }, (_, week) => (
            <tr key={week}>
              {Array.from({ length: 7 }, (__, day) => {
                const date = addDays(first, week * 7 + day);
                return (
                  <td
                    key={date}
                    aria-current={date === today ? 'date' : undefined}
                    data-other={firstOfMonth(date) !== firstOfMonth(shown) || undefined}
                    aria-label={dayOf(date)}
                  >
                    <Text size="sm" c="dimmed">
                      {Number(date.slice(8))}
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
