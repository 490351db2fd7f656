import { Button, Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { weekdayOf, type LocalDate } from '../time/local-time.js';
import { dateWithYearOf, weekdayName } from '../time/time-format.js';
import { useAct } from '../ui/use-act.js';

type Exception = Schemas['CoverageExceptionDto'];

/** Future exceptions before past ones, each group by date. */
export const inOrderOfDates =
  (today: LocalDate) =>
  (a: Exception, b: Exception): number =>
    Number(a.untilDate < today) - Number(b.untilDate < today) || a.date.localeCompare(b.date);

const dayText = (date: LocalDate): string => `${weekdayName(weekdayOf(date))} ${dateWithYearOf(date)}`;

export function ExceptionRow({ exception, onChange }: { exception: Exception; onChange: () => void }) {
  const t = useTranslations('coverageHours');
  const { id, version: _version, ...body } = exception;
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/coverage-exceptions/{id}', { params: { path: { id } } })),
    said: () => t('removed'),
    undo: () => ask(api.POST('/api/v1/coverage-exceptions', { ...once(), body })),
  });
  const { date, untilDate, kind, hours, reason } = exception;
  return (
    <Group justify="space-between">
      <div>
        <Text fw={600}>
          {date === untilDate ? dayText(date) : t('between', { from: dayText(date), to: dayText(untilDate) })}
        </Text>
        <Text size="sm" c="dimmed">
          {kind === 'closed'
            ? t('closed')
            : hours
                .map(
                  ({ startsAt, endsAt, required }) =>
                    `${startsAt}–${endsAt} (${t('required', { count: required })})`,
                )
                .join(', ')}
          {' · '}
          {reason}
        </Text>
      </div>
      <Group gap="xs">
        <Button variant="default" size="sm" onClick={onChange}>
          {t('change')}
        </Button>
        <Button variant="default" size="sm" onClick={() => remove.mutate()} loading={remove.isPending}>
          {t('remove')}
        </Button>
      </Group>
    </Group>
  );
}
