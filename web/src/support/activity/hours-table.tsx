import { Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { hoursText, useTimes } from '../../time/time-format.js';
import type { Hour, Series } from './series.js';

/** The hours of a day in a table, with a bar for each. */
export function HoursTable({
  hours,
  series,
  zone,
}: {
  hours: readonly Hour[];
  series: Series;
  zone: string;
}) {
  const t = useTranslations('activity');
  const { hours: spanOf } = useTimes();
  const isGate = series === 'gate';
  const valueOf = (hour: Hour): number | null => (isGate ? hour.entries : hour.mean);
  const most = Math.max(1, ...hours.map((hour) => valueOf(hour) ?? 0));
  const hasAreas = hours.some(({ area }) => area !== '');
  return (
    <section aria-labelledby="activity-hours">
      <Title order={2} size="h4" id="activity-hours" mb="xs">
        {t('hours')}
      </Title>
      <div className="scroll-x" role="region" aria-labelledby="activity-hours" tabIndex={0}>
        <table className="data activity-hours">
          <thead>
            <tr>
              <th scope="col">{t('hour')}</th>
              {hasAreas && <th scope="col">{t('area')}</th>}
              <th scope="col" className="number">
                {t(isGate ? 'entries' : 'mean')}
              </th>
              {!isGate && (
                <th scope="col" className="number">
                  {t('peak')}
                </th>
              )}
              <td />
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr key={`${hour.startsAt} ${hour.area}`}>
                <th scope="row">{spanOf(hour.startsAt, hour.endsAt, zone)}</th>
                {hasAreas && <td>{hour.area || t('whole')}</td>}
                <td className="number">{textOf(valueOf(hour)) ?? t('notKnown')}</td>
                {!isGate && <td className="number">{textOf(hour.peak)}</td>}
                <td className="bar-cell">
                  <div
                    className="bar"
                    aria-hidden
                    style={{ width: `${(100 * (valueOf(hour) ?? 0)) / most}%` }}
                  />
                  <Text size="sm" c="dimmed">
                    {notesOf(hour)
                      .map((note) => t(note))
                      .join(' ')}
                  </Text>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const textOf = (value: number | null): string | null => (value === null ? null : hoursText(value));

/** What a figure does not say by itself. */
const notesOf = (hour: Hour): ('resets' | 'unknown' | 'shared')[] =>
  (['resets', 'unknown', 'shared'] as const).filter(
    (note) => hour[note] && !(note === 'unknown' && hour.entries === null),
  );
