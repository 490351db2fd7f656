import { Button, Fieldset, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { isFigure } from '../../../src/domain/metrics/metrics.js';
import { COMPARISONS, comparisonsFor } from '../../../src/domain/metrics/targets.js';
import type { Schemas } from '../api/client.js';
import { NumberField, TextField } from '../ui/fields.js';
import { DateRangeField, EMPTY_RANGE, type DateRange } from './date-range.js';
import { isShare } from './metrics.js';
import { useMetricName, ON_PAGE } from './metric-names.js';

type Target = Schemas['TargetDto'];
interface WrittenTarget {
  metric: string;
  comparison: Target['comparison'];
  /** In percent when the metric is a share. */
  value: string;
}
type Exclusion = DateRange & { reason: string };

/** Removes digits that come from binary fractions. */
const scaled = (value: number, by: number): number => Number((value * by).toPrecision(12));

const comparisonsOf = (metric: string): readonly Target['comparison'][] =>
  isFigure(metric) ? comparisonsFor(metric) : COMPARISONS;

/** Changes the comparison to one that the new metric has. */
const measuredBy = (metric: string, { comparison, value }: WrittenTarget): WrittenTarget => {
  const fitting = comparisonsOf(metric);
  return { metric, value, comparison: fitting.includes(comparison) ? comparison : fitting[0]! };
};

export const writtenOf = ({ metric, comparison, value }: Target): WrittenTarget => ({
  metric,
  comparison,
  value: String(isShare(metric) ? scaled(value, 100) : value),
});
export const targetOf = ({ metric, comparison, value }: WrittenTarget): Target => ({
  metric,
  comparison,
  value: isShare(metric) ? scaled(Number(value), 0.01) : Number(value),
});

export function ExclusionsField({
  value,
  onChange,
}: {
  value: Exclusion[];
  onChange: (value: Exclusion[]) => void;
}) {
  const t = useTranslations('pilotForm');
  return (
    <Several
      title={t('exclusions')}
      hint={t('exclusionsHint')}
      value={value}
      onChange={onChange}
      fresh={{ ...EMPTY_RANGE, reason: '' }}
      add={t('addExclusion')}
      nameOf={(number) => t('exclusionNumber', { number })}
    >
      {(exclusion, change) => (
        <>
          <DateRangeField value={exclusion} onChange={(days) => change({ ...exclusion, ...days })} />
          <TextField
            label={t('reason')}
            value={exclusion.reason}
            onChange={(reason) => change({ ...exclusion, reason })}
          />
        </>
      )}
    </Several>
  );
}

export function TargetsField({
  value,
  onChange,
}: {
  value: WrittenTarget[];
  onChange: (value: WrittenTarget[]) => void;
}) {
  const t = useTranslations('pilotForm');
  const nameOf = useMetricName();
  return (
    <Several
      title={t('targets')}
      hint={t('targetsHint')}
      value={value}
      onChange={onChange}
      fresh={{ metric: 'coverageRate', comparison: 'at-least', value: '' }}
      add={t('addTarget')}
      nameOf={(number) => t('targetNumber', { number })}
    >
      {(target, change) => (
        <>
          <NativeSelect
            label={t('metric')}
            value={target.metric}
            onChange={({ currentTarget }) => change(measuredBy(currentTarget.value, target))}
            data={[...new Set([...ON_PAGE, target.metric])].map((metric) => ({
              value: metric,
              label: nameOf(metric),
            }))}
          />
          <Group grow align="flex-start">
            <NativeSelect
              label={t('comparison')}
              value={target.comparison}
              onChange={({ currentTarget }) =>
                change({ ...target, comparison: currentTarget.value as Target['comparison'] })
              }
              data={[...new Set([...comparisonsOf(target.metric), target.comparison])].map((comparison) => ({
                value: comparison,
                label: t(`comparisons.${comparison}`),
              }))}
            />
            <NumberField
              label={isShare(target.metric) ? t('percent') : t('value')}
              step="any"
              value={target.value}
              onChange={(written) => change({ ...target, value: written })}
            />
          </Group>
        </>
      )}
    </Several>
  );
}

/** A list of any number of items, each in its own fieldset. */
function Several<Item>({
  title,
  hint,
  value,
  onChange,
  fresh,
  add,
  nameOf,
  children,
}: {
  title: string;
  hint: string;
  value: Item[];
  onChange: (value: Item[]) => void;
  fresh: Item;
  add: string;
  nameOf: (number: number) => string;
  children: (item: Item, change: (item: Item) => void) => ReactNode;
}) {
  const t = useTranslations('pilotForm');
  return (
    <Stack gap="xs">
      <div>
        <Title order={3} size="h5">
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      </div>
      {value.map((item, index) => (
        // In the order in which they were added, because they have no names.
        <Fieldset key={index} legend={nameOf(index + 1)}>
          <Stack gap="xs">
            {children(item, (changed) =>
              onChange(value.map((other, at) => (at === index ? changed : other))),
            )}
            <Group>
              <Button
                variant="default"
                size="sm"
                aria-label={t('removeOf', { what: nameOf(index + 1) })}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                {t('remove')}
              </Button>
            </Group>
          </Stack>
        </Fieldset>
      ))}
      <Group>
        <Button variant="default" size="sm" onClick={() => onChange([...value, fresh])}>
          {add}
        </Button>
      </Group>
    </Stack>
  );
}
