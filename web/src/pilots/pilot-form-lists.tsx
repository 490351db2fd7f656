import { Group, NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { isFigure } from '../../../src/domain/metrics/metrics.js';
import { COMPARISONS, comparisonsFor } from '../../../src/domain/metrics/targets.js';
import type { Schemas } from '../api/client.js';
import { NumberField, TextField } from '../ui/fields.js';
import { DateRangeField, EMPTY_RANGE, type DateRange } from './date-range.js';
import { isShare } from './metrics.js';
import { metricName, ON_PAGE } from './metric-names.js';
import { Several } from './several.js';

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
              label: metricName(metric),
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
