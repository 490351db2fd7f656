import { Group, NativeSelect, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { FigureName } from '../../../src/domain/metrics/metrics.js';
import type { LocalDate } from '../time/local-time.js';
import { weekdayName } from '../time/time-format.js';
import { Loaded, useLater } from '../ui/query-states.js';
import { CsvButton } from './csv-button.js';
import { metricName } from './metric-names.js';
import { figureText } from './metrics.js';
import { hourOfWeekQuery, type Phase } from './queries.js';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const SHOWN = [
  'requests',
  'firstResponseWallMinutesP50',
  'coverageRate',
] as const satisfies readonly FigureName[];
type Shown = (typeof SHOWN)[number];

/**
 * A figure by hour of the week: a table that is also a heat map, so that color is not the only information.
 */
export function HourOfWeek({ pilotId, to }: { pilotId: string; to: LocalDate }) {
  const t = useTranslations('pilots');
  const [phase, setPhase] = useState<Phase>('pilot');
  const [shown, setShown] = useState<Shown>('requests');
  const query = useLater(useQuery(hourOfWeekQuery(pilotId, to, phase)));
  return (
    <section aria-labelledby="hours-of-week">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4" id="hours-of-week">
            {t('byHour')}
          </Title>
          <CsvButton
            pilotId={pilotId}
            asked={{ phase: 'both', bucket: 'hour-of-week', to }}
            label={t('csvHours')}
          />
        </Group>
        <Group align="flex-end">
          <NativeSelect
            label={t('figure')}
            value={shown}
            onChange={({ currentTarget }) => setShown(currentTarget.value as Shown)}
            data={SHOWN.map((value) => ({ value, label: metricName(value) }))}
          />
          <SegmentedControl
            aria-label={t('phase')}
            value={phase}
            onChange={(value) => setPhase(value)}
            data={[
              { value: 'baseline', label: t('baseline') },
              { value: 'pilot', label: t('during') },
            ]}
          />
        </Group>
        <Loaded query={query} rows={4}>
          {({ items }) => {
            const isSomething = (value: number | null): value is number =>
              value !== null && (shown !== 'requests' || value > 0);
            const valueAt = (weekday: number, hour: number): number | null =>
              items.find((item) => item.weekday === weekday && item.hour === hour)?.[shown] ?? null;
            const most = Math.max(0, ...items.map((item) => item[shown] ?? 0)) || 1;
            const hours = [
              ...new Set(items.filter((item) => isSomething(item[shown])).map(({ hour }) => hour!)),
            ].sort((a, b) => a - b);
            // Hours without data are left out; a double line marks the place.
            const leapsTo = (index: number): boolean => index > 0 && hours[index]! > hours[index - 1]! + 1;
            if (hours.length === 0)
              return <Text c="dimmed">{t(shown === 'requests' ? 'noRequests' : 'noFigures')}</Text>;
            return (
              <>
                <div
                  className="scroll-x"
                  role="region"
                  aria-label={t('csvOf', { label: t('byHour'), of: metricName(shown) })}
                  tabIndex={0}
                >
                  <table className="heat">
                    <thead>
                      <tr>
                        <td />
                        {hours.map((hour, index) => (
                          <th key={hour} scope="col" data-leap={leapsTo(index) || undefined}>
                            {String(hour).padStart(2, '0')}
                          </th>
                        ))}
                      </tr>
                    </thead>
                    <tbody>
                      {WEEKDAYS.map((weekday) => (
                        <tr key={weekday}>
                          <th scope="row">{weekdayName(weekday)}</th>
                          {hours.map((hour, index) => {
                            const value = valueAt(weekday, hour);
                            return (
                              <td
                                key={hour}
                                data-leap={leapsTo(index) || undefined}
                                data-level={Math.ceil(((value ?? 0) / most) * 4)}
                              >
                                {isSomething(value) ? figureText(shown, value) : '·'}
                              </td>
                            );
                          })}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
                {hours.some((_, index) => leapsTo(index)) && (
                  <Text size="sm" c="dimmed">
                    {t('leap')}
                  </Text>
                )}
              </>
            );
          }}
        </Loaded>
      </Stack>
    </section>
  );
}
