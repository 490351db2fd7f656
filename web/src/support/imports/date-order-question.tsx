import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { DateOrder } from '../../../../src/domain/written-dates.js';
import type { Problem } from '../../api/problem.js';
import { dateWithYearOf } from '../../time/time-format.js';

/**
 * Asks whether day or month comes first, when the file's dates do not show it. Shows the first such value
 * read both ways.
 */
export function DateOrderQuestion({
  problem,
  onAnswer,
}: {
  problem: Problem;
  onAnswer: (order: DateOrder) => void;
}) {
  const t = useTranslations('imports');
  const { value = '', line = 1, mdy, dmy } = problem.violations[0]?.params ?? {};
  const readings = { mdy, dmy };
  return (
    <Alert color="orange" variant="light" title={t('whichFirst')} role="alert">
      <Stack gap="xs">
        <Text size="sm">{t('whichFirstHint', { value: String(value), line: Number(line) })}</Text>
        <Group gap="xs">
          {(['mdy', 'dmy'] as const).map((order) => (
            <Button key={order} variant="default" onClick={() => onAnswer(order)}>
              {t(`whichFirstAnswer.${order}`, {
                date: readings[order] ? dateWithYearOf(String(readings[order])) : t('noDate'),
              })}
            </Button>
          ))}
        </Group>
      </Stack>
    </Alert>
  );
}
