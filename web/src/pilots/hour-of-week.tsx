import { SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { metricsOf } from './metrics.js';
import { weekdayName } from '../time/times.js';
import { Loaded } from '../ui/states.js';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** Requests by hour of the week: a table that is a heat map too, so that nothing is told by colour alone. */
export function HourOfWeek({ pilotId }: { pilotId: string }) {
  const t = useTranslations('pilots');
  const [phase, setPhase] = useState<'baseline' | 'pilot'>('pilot');
  const query = useQuery({
    queryKey: ['pilots', pilotId, 'hour-of-week', phase],
    queryFn: () => metricsOf(pilotId, { phase, bucket: 'hour-of-week' }),
  });
  return (
    <section aria-labelledby="hours-of-week">
      <Stack gap="sm">
        <Title order={2} size="h4" id="hours-of-week">
          {t('byHour')}
        </Title>
        <SegmentedControl
          aria-label={t('phase')}
          value={phase}
          onChange={(value) => setPhase(value)}
          data={[
            { value: 'baseline', label: t('baseline') },
            { value: 'pilot', label: t('during') },
          ]}
        />
        <Loaded query={query} rows={4}>
          {({ items }) => {
            const count = (weekday: number, hour: number): number =>
              items.find((item) => item.weekday === weekday && item.hour === hour)?.requests ?? 0;
            const most = Math.max(1, ...items.map(({ requests }) => requests ?? 0));
            const hours = [
              ...new Set(items.filter(({ requests }) => (requests ?? 0) > 0).map(({ hour }) => hour!)),
            ].sort((a, b) => a - b);
            if (hours.length === 0) return <Text c="dimmed">{t('noRequests')}</Text>;
            return (
              <div className="scroll-x" role="region" aria-label={t('byHour')} tabIndex={0}>
                <table className="heat">
                  <thead>
                    <tr>
                      <td />
                      {hours.map((hour) => (
                        <th key={hour} scope="col">
                          {String(hour).padStart(2, '0')}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {WEEKDAYS.map((weekday) => (
                      <tr key={weekday}>
                        <th scope="row">{weekdayName(weekday)}</th>
                        {hours.map((hour) => {
                          const requests = count(weekday, hour);
                          return (
                            <td key={hour} data-level={Math.ceil((requests / most) * 4)}>
                              {requests === 0 ? '·' : requests}
                            </td>
                          );
                        })}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            );
          }}
        </Loaded>
      </Stack>
    </section>
  );
}
