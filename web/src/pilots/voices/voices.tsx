import { Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { PULSE_GROUPS, type PulseGroup } from '../../../../src/domain/pilots/questions.js';
import type { Schemas } from '../../api/client.js';
import { useSettings } from '../../api/lookups.js';
import { dateWithYearOf, monthName } from '../../time/time-format.js';
import { Loaded } from '../../ui/query-states.js';
import { PatronLinks } from './patron-links.js';
import { PatronTable } from './patron-table.js';
import { PulseTable } from './pulse-table.js';
import { voicesQuery } from './queries.js';

type Group = PulseGroup | 'all';
const GROUPS: readonly Group[] = ['all', ...PULSE_GROUPS];

/** What the people of a pilot and its patrons say, month by month. */
export function Voices({ pilot, canChange }: { pilot: Schemas['PilotDto']; canChange: boolean }) {
  const t = useTranslations('pilotVoices');
  const [group, setGroup] = useState<Group>('all');
  const { sendsMail } = useSettings();
  const query = useQuery(voicesQuery(pilot.id));
  return (
    <section aria-labelledby="voices">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-end" gap="xs">
          <div>
            <Title order={2} size="h4" id="voices">
              {t('title')}
            </Title>
            <Text size="sm" c="dimmed">
              {t('hint')}
            </Text>
          </div>
          {query.data && query.data.pulse.length > 0 && (
            <NativeSelect
              label={t('group')}
              value={group}
              onChange={({ currentTarget }) => setGroup(currentTarget.value as Group)}
              data={GROUPS.map((value) => ({ value, label: t(`groups.${value}`) }))}
            />
          )}
        </Group>
        <Loaded query={query} rows={2}>
          {({ pulse, patrons, open }) => (
            <>
              {pulse.length > 0 && <PulseTable figures={pulse.filter((one) => one.group === group)} />}
              {patrons.length > 0 && <PatronTable figures={patrons} />}
              {pulse.length + patrons.length === 0 && open.length === 0 && (
                <Text size="sm" c="dimmed">
                  {t(sendsMail ? 'none' : 'noneWithoutMail')}
                </Text>
              )}
              {open.map(({ month, shownFrom }) => (
                <Text key={month} size="sm" c="dimmed">
                  {t('open', { month: monthName(`${month}-01`), date: dateWithYearOf(shownFrom) })}
                </Text>
              ))}
            </>
          )}
        </Loaded>
        {canChange && <PatronLinks locationIds={pilot.locationIds} />}
      </Stack>
    </section>
  );
}
