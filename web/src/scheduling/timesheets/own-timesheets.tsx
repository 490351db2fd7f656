import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/query-states.js';
import { TimesheetLines, useDuration } from './timesheet-lines.js';
import { PeriodChoice } from './period-choice.js';
import { payPeriodsQuery, defaultPeriod, timesheetQuery } from './queries.js';

/** An operator's paid hours, by pay period. */
export function OwnTimesheets({ today }: { today: string }) {
  const t = useTranslations('timesheets');
  const periods = useQuery(payPeriodsQuery);
  const [chosen, setChosen] = useState('');
  return (
    <section aria-labelledby="pay-periods">
      <Title order={2} size="h4" id="pay-periods" mb="xs">
        {t('own')}
      </Title>
      <Loaded query={periods} rows={1}>
        {(all) => {
          const period = all.find(({ id }) => id === chosen) ?? defaultPeriod(all, today);
          return period ? (
            <Stack gap="sm">
              <PeriodChoice periods={all} value={period.id} onChange={setChosen} />
              <Own id={period.id} />
            </Stack>
          ) : (
            <Text c="dimmed">{t('ownNone')}</Text>
          );
        }}
      </Loaded>
    </section>
  );
}

function Own({ id }: { id: string }) {
  const t = useTranslations('timesheets');
  const duration = useDuration();
  const query = useQuery(timesheetQuery(id));
  return (
    <Loaded query={query} rows={2}>
      {({ period, lines, totals }) => (
        <Stack gap="sm" className="card">
          <Group justify="space-between" align="baseline">
            <Text fw={600} size="lg">
              {duration(totals[0]?.minutes ?? 0)}
            </Text>
            <Text size="sm" c="dimmed">
              {period.lockedAt === null ? t('ownOpen') : t('isLocked')}
            </Text>
          </Group>
          {lines.length === 0 ? (
            <Text c="dimmed">{t('ownNothing')}</Text>
          ) : (
            <TimesheetLines lines={lines} isLocked={period.lockedAt !== null} />
          )}
        </Stack>
      )}
    </Loaded>
  );
}
