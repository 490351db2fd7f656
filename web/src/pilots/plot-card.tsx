import { Group, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { FigureName } from '../../../src/domain/metrics/metrics.js';
import type { Schemas } from '../api/client.js';
import { instantOf, millisOf, type LocalDate } from '../time/local-time.js';
import { dateWithYearOf, dayMonthOf } from '../time/time-format.js';
import { CsvButton } from './csv-button.js';
import { figureText, isShare } from './metrics.js';
import { Plot, type PlotSeries } from './plot.js';
import type { Bucket, Phase } from './queries.js';
import { marksTo } from './scales.js';

type Item = Schemas['MetricsItemDto'];

const PHASES: readonly Phase[] = ['baseline', 'pilot'];

export interface Drawn {
  key: 'coverage' | 'fill' | 'requests' | 'response' | 'resolution';
  kind: 'line' | 'bar';
  metrics: readonly { name: FigureName; label: 'median' | 'p90' | null }[];
}

function usePhaseName(): (phase: Phase) => string {
  const t = useTranslations('pilots');
  return (phase) => t(phase === 'baseline' ? 'baseline' : 'during');
}

function useWhen(bucket: Bucket): (item: Item) => string {
  const t = useTranslations('pilotPlots');
  return ({ from }) => t(`when.${bucket}`, { date: dateWithYearOf(from) });
}

/** A figure over time in both phases on one scale, with its table and its file. */
export function PlotCard({
  drawn,
  pilot,
  metrics: { items, totals, timeZone },
  bucket,
  to,
}: {
  drawn: Drawn;
  pilot: Schemas['PilotDto'];
  metrics: Schemas['PilotMetricsDto'];
  bucket: Bucket;
  to: LocalDate;
}) {
  const t = useTranslations('pilotPlots');
  const { key, kind, metrics: names } = drawn;
  const [{ name }] = names as [Drawn['metrics'][number]];
  const phaseName = usePhaseName();
  const most = Math.max(0, ...items.flatMap((item) => names.map((metric) => item[metric.name] ?? 0)));
  const marks = isShare(name) ? [0, 0.25, 0.5, 0.75, 1] : marksTo(most, { areWhole: kind === 'bar' });
  const when = useWhen(bucket);
  const seriesOf = (phase: Phase): PlotSeries[] =>
    names.map((metric) => ({
      key: metric.name,
      label: metric.label && t(metric.label),
      points: items
        .filter((item) => item.phase === phase)
        .map((item) => {
          const value = item[metric.name];
          return {
            from: millisOf(item.from),
            to: millisOf(item.to),
            value,
            isPartial: item.partial,
            text: `${when(item)}: ${figureText(metric.name, value)}`,
          };
        }),
    }));
  const midnight = (date: string): number => millisOf(instantOf(date, '00:00', timeZone));
  const sentence = (phase: Phase): string => {
    const values = items
      .flatMap((item) => (item.phase === phase ? [item[name]] : []))
      .filter((one) => one !== null);
    const words = { what: t(`plots.${key}`), phase: phaseName(phase) };
    return values.length === 0
      ? t('nothing', words)
      : t('sentence', {
          ...words,
          count: values.length,
          least: figureText(name, Math.min(...values)),
          most: figureText(name, Math.max(...values)),
        });
  };
  const headOf = (phase: Phase): string => {
    const figures = names.flatMap((metric) => {
      const total = totals[phase]?.[metric.name] ?? null;
      if (total === null) return [];
      const figure = figureText(metric.name, total);
      return [metric.label ? `${t(metric.label)} ${figure}` : figure];
    });
    return figures.length === 0
      ? phaseName(phase)
      : t('whole', { phase: phaseName(phase), figures: figures.join(', ') });
  };
  const heading = `plot-${key}`;
  return (
    <section className="card" aria-labelledby={heading}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Title order={3} size="h5" id={heading}>
            {t(`plots.${key}`)}
          </Title>
          <CsvButton
            pilotId={pilot.id}
            asked={{ phase: 'both', bucket, to }}
            label={t('csv')}
            of={t(`plots.${key}`)}
          />
        </Group>
        <div className="plot-phases">
          {PHASES.map((phase) => {
            const series = seriesOf(phase);
            const hasValues = series.some(({ points }) => points.some(({ value }) => value !== null));
            return (
              <div key={phase}>
                <Text size="sm">{headOf(phase)}</Text>
                {hasValues ? (
                  <Plot
                    series={series}
                    kind={kind}
                    marks={marks}
                    writeMark={(value) => figureText(name, value)}
                    writeDate={({ from }) =>
                      dayMonthOf(
                        items.find((item) => item.phase === phase && millisOf(item.from) === from)!.from,
                      )
                    }
                    excluded={pilot.exclusions.map(({ from, to }) => ({
                      from: midnight(from),
                      to: midnight(to),
                    }))}
                    label={sentence(phase)}
                  />
                ) : (
                  <Text size="sm" c="dimmed" py="md">
                    {t('noFigures')}
                  </Text>
                )}
              </div>
            );
          })}
        </div>
        <PlotTable drawn={drawn} items={items} bucket={bucket} />
      </Stack>
    </section>
  );
}

function PlotTable({
  drawn: { key, metrics: names },
  items,
  bucket,
}: {
  drawn: Drawn;
  items: readonly Item[];
  bucket: Bucket;
}) {
  const t = useTranslations('pilotPlots');
  const p = useTranslations('pilots');
  const phaseName = usePhaseName();
  const when = useWhen(bucket);
  return (
    <details>
      <summary>{t('table')}</summary>
      <div
        className="scroll-x"
        role="region"
        aria-label={t('tableOf', { what: t(`plots.${key}`) })}
        tabIndex={0}
      >
        <table className="data figures">
          <thead>
            <tr>
              <th scope="col">{p('phase')}</th>
              <th scope="col">{t(`buckets.${bucket}`)}</th>
              {names.map((metric) => (
                <th key={metric.name} scope="col" className="number">
                  {metric.label ? t(metric.label) : t(`plots.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={`${item.phase} ${item.from}`}>
                <td>{phaseName(item.phase)}</td>
                <th scope="row">
                  {item.excluded
                    ? t('excludedRow', { when: when(item) })
                    : item.partial
                      ? t('partialRow', { when: when(item) })
                      : when(item)}
                </th>
                {names.map((metric) => (
                  <td key={metric.name} className="number">
                    {figureText(metric.name, item[metric.name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
