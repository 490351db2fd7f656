import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { dateWithYearOf } from '../../time/time-format.js';
import type { PayPeriod } from './queries.js';

/** `19 Oct 2026 – 1 Nov 2026`. */
export const periodText = ({ startsOn, endsOn }: Pick<PayPeriod, 'startsOn' | 'endsOn'>): string =>
  `${dateWithYearOf(startsOn)} – ${dateWithYearOf(endsOn)}`;

/** A choice of pay periods, latest first. */
export function PeriodChoice({
  periods,
  value,
  onChange,
}: {
  periods: readonly PayPeriod[];
  value: string;
  onChange: (id: string) => void;
}) {
  const t = useTranslations('timesheets');
  return (
    <NativeSelect
      label={t('period')}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={periods.map((period) => ({ value: period.id, label: periodText(period) }))}
    />
  );
}
