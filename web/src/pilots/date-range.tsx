import { SimpleGrid } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { addDays, type LocalDate } from '../time/local-time.js';
import { DateField } from '../ui/fields.js';

/** A range of days for users, who include the last day; the server's end is one day later. */
export interface DateRange {
  first: LocalDate;
  last: LocalDate;
}

export const EMPTY_RANGE: DateRange = { first: '', last: '' };

export const daysOf = ({ from, to }: Schemas['DateRangeDto']): DateRange => ({
  first: from,
  last: addDays(to, -1),
});
export const rangeOf = ({ first, last }: DateRange): Schemas['DateRangeDto'] => ({
  from: first,
  to: addDays(last, 1),
});

/** Fields for a first and a last day. */
export function DateRangeField({
  value,
  onChange,
}: {
  value: DateRange;
  onChange: (value: DateRange) => void;
}) {
  const t = useTranslations('pilotForm');
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
      <DateField
        label={t('firstDay')}
        value={value.first}
        onChange={(first) => onChange({ ...value, first })}
      />
      <DateField label={t('lastDay')} value={value.last} onChange={(last) => onChange({ ...value, last })} />
    </SimpleGrid>
  );
}
