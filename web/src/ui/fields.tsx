import { Checkbox, Group, NativeSelect, TextInput, type NativeSelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useLocations } from '../api/lookups.js';
import { positionsQuery } from '../api/queries.js';
import { weekdayName } from '../time/time-format.js';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

export function WeekdaysField({ value, onChange }: { value: number[]; onChange: (value: number[]) => void }) {
  const t = useTranslations('fields');
  return (
    <Checkbox.Group
      label={t('weekdays')}
      value={value.map(String)}
      onChange={(chosen) => onChange(chosen.map(Number).sort())}
    >
      <Group gap="md" mt={4}>
        {WEEKDAYS.map((weekday) => (
          <Checkbox key={weekday} value={String(weekday)} label={weekdayName(weekday)} size="md" />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

type FieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
  description?: string;
  error?: string | undefined;
  /** The id of a list of suggestions. */
  list?: string;
};

const field = (type: 'time' | 'date' | 'number' | 'text' | 'email') =>
  function Field({
    value,
    onChange,
    required = true,
    ...rest
  }: FieldProps & { min?: number; max?: number; step?: number | string }) {
    return (
      <TextInput
        type={type}
        required={required}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        {...rest}
      />
    );
  };

export const TimeField = field('time');
export const DateField = field('date');
export const NumberField = field('number');
export const TextField = field('text');
export const EmailField = field('email');

type SelectProps = Omit<NativeSelectProps, 'onChange' | 'data'> & {
  value: string;
  onChange: (value: string) => void;
};

/** `emptyLabel`: what it means to choose none. */
export function ZoneField({ onChange, emptyLabel, ...rest }: SelectProps & { emptyLabel?: string }) {
  const t = useTranslations('fields');
  const zones = Intl.supportedValuesOf('timeZone');
  const isListed = zones.includes(rest.value) || (rest.value === '' && emptyLabel !== undefined);
  const data = [
    ...(emptyLabel === undefined ? [] : [{ value: '', label: emptyLabel }]),
    ...(isListed ? zones : [rest.value, ...zones]),
  ];
  return (
    <NativeSelect
      label={t('zone')}
      data={data}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      {...rest}
    />
  );
}

/** Shown only when there is a choice, unless `all` adds "all locations", or another word for none of them. */
export function LocationField({
  onChange,
  all = false,
  allLabel,
  ...rest
}: SelectProps & { all?: boolean; allLabel?: string }) {
  const t = useTranslations('fields');
  const { locations } = useLocations();
  if (locations.length < 2 && !all) return null;
  return (
    <NativeSelect
      label={t('location')}
      data={[
        ...(all ? [{ value: '', label: allLabel ?? t('allLocations') }] : []),
        ...locations.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      {...rest}
    />
  );
}

export function PositionField({ onChange, ...rest }: SelectProps) {
  const t = useTranslations('fields');
  const { data = [] } = useQuery(positionsQuery);
  if (data.length < 2) return null;
  return (
    <NativeSelect
      label={t('position')}
      data={data.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      {...rest}
    />
  );
}
