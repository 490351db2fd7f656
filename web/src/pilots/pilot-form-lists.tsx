import { Checkbox, Group, NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { isFigure } from '../../../src/domain/metrics/metrics.js';
import { COMPARISONS, comparisonsFor } from '../../../src/domain/metrics/targets.js';
import { isShare, metricName } from '../../../src/domain/pilot-texts/figure-text.js';
import type { Schemas } from '../api/client.js';
import { NumberField, TextField } from '../ui/fields.js';
import { DateRangeField, EMPTY_RANGE, type DateRange } from './date-range.js';
import { ON_PAGE } from './metric-names.js';
import { Several } from './several.js';

type Target = Schemas['TargetDto'];
interface WrittenTarget {
  metric: string;
  comparison: Target['comparison'];
  /** In percent when the metric is a share. */
  value: string;
  /** In points when the metric is a share; empty without one. */
  smallestDifference: string;
  isPrimary: boolean;
}
type Exclusion = DateRange & { reason: string };

/** Removes digits that come from binary fractions. */
const scaled = (value: number, by: number): number => Number((value * by).toPrecision(12));

const comparisonsOf = (metric: string): readonly Target['comparison'][] =>
  isFigure(metric) ? comparisonsFor(metric) : COMPARISONS;

/** Changes the comparison to one that the new metric has. */
const measuredBy = (metric: string, target: WrittenTarget): WrittenTarget => {
  const fitting = comparisonsOf(metric);
  const { comparison } = target;
  return { ...target, metric, comparison: fitting.includes(comparison) ? comparison : fitting[0]! };
};

export const writtenOf = ({
  metric,
  comparison,
  value,
  smallestDifference,
  primary = false,
}: Target): WrittenTarget => {
  const written = (number: number): string => String(isShare(metric) ? scaled(number, 100) : number);
  return {
    metric,
    comparison,
    value: written(value),
    smallestDifference: smallestDifference === undefined ? '' : written(smallestDifference),
    isPrimary: primary,
  };
};

export const targetOf = ({
  metric,
  comparison,
  value,
  smallestDifference,
  isPrimary,
}: WrittenTarget): Target => {
  const read = (text: string): number => (isShare(metric) ? scaled(Number(text), 0.01) : Number(text));
  return {
    metric,
    comparison,
    value: read(value),
    ...(smallestDifference !== '' && { smallestDifference: read(smallestDifference) }),
    ...(isPrimary && { primary: true }),
  };
};

const FRESH: WrittenTarget = {
  metric: 'coverageRate',
  comparison: 'at-least',
  value: '',
  smallestDifference: '',
  isPrimary: false,
};

/** At most one target decides: the one that was chosen last. */
const withOnePrimary = (before: readonly WrittenTarget[], after: WrittenTarget[]): WrittenTarget[] => {
  const chosen = after.findIndex((target, index) => target.isPrimary && !before[index]?.isPrimary);
  return chosen < 0 || after.length !== before.length
    ? after
    : after.map((target, index) => ({ ...target, isPrimary: index === chosen }));
};

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
      onChange={(changed) => onChange(withOnePrimary(value, changed))}
      fresh={{ ...FRESH, isPrimary: value.length === 0 }}
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
          <NumberField
            label={t(isShare(target.metric) ? 'smallestDifferencePercent' : 'smallestDifference')}
            required={false}
            min={0}
            step="any"
            value={target.smallestDifference}
            onChange={(smallestDifference) => change({ ...target, smallestDifference })}
          />
          <Checkbox
            size="md"
            label={t('primary')}
            checked={target.isPrimary}
            onChange={({ currentTarget }) => change({ ...target, isPrimary: currentTarget.checked })}
          />
        </>
      )}
    </Several>
  );
}
