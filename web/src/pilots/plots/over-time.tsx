import { Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { OVER_TIME_HEIGHT } from '../../../../src/plots/heights.js';
import type { DrawnOverTime } from '../../../../src/plots/pilot-plots.js';
import { OVER_TIME, overTimeOf, whenText } from '../../../../src/plots/pilot-plots.js';
import type { Schemas } from '../../api/client.js';
import type { LocalDate } from '../../time/local-time.js';
import { Loaded, useLater } from '../../ui/query-states.js';
import { figureText } from '../metrics.js';
import { overTimeQuery, type Bucket } from '../queries.js';
import { useTeller } from '../teller.js';
import { PlotCard } from './card.js';
import { Drawn } from './drawn.js';

type Pilot = Schemas['PilotDto'];
type Metrics = Schemas['PilotMetricsDto'];
type Item = Schemas['MetricsItemDto'];

const BUCKETS: readonly Bucket[] = ['day', 'week', 'month'];

/** Figures of both phases on one axis; also as tables and files. */
export function OverTime({ pilot, to }: { pilot: Pilot; to: LocalDate }) {
  const t = useTranslations('pilotPlots');
  const [bucket, setBucket] = useState<Bucket>('week');
  const query = useLater(useQuery(overTimeQuery(pilot.id, to, bucket)));
  return (
    <section aria-labelledby="over-time">
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h4" id="over-time">
            {t('title')}
          </Title>
          <SegmentedControl
            aria-label={t('by')}
            value={bucket}
            onChange={(value) => setBucket(value)}
            data={BUCKETS.map((value) => ({ value, label: t(`buckets.${value}`) }))}
          />
        </Group>
        <Loaded query={query} rows={5}>
          {(metrics) => (
            <>
              <Hints pilot={pilot} items={metrics.items} />
              {OVER_TIME.map((drawn) => (
                <OnePlot
                  key={drawn.key}
                  drawn={drawn}
                  pilot={pilot}
                  metrics={metrics}
                  bucket={bucket}
                  to={to}
                />
              ))}
            </>
          )}
        </Loaded>
      </Stack>
    </section>
  );
}

function Hints({ pilot, items }: { pilot: Pilot; items: readonly Item[] }) {
  const t = useTranslations('pilotPlots');
  const hints = [
    items.some(({ partial }) => partial) && t('partialHint'),
    pilot.exclusions.length > 0 && t('excludedHint'),
  ].filter((hint) => hint !== false);
  if (hints.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {hints.join(' ')}
    </Text>
  );
}

function OnePlot({
  drawn,
  pilot,
  metrics: { items, totals, marks },
  bucket,
  to,
}: {
  drawn: DrawnOverTime;
  pilot: Pilot;
  metrics: Metrics;
  bucket: Bucket;
  to: LocalDate;
}) {
  const t = useTranslations('pilotPlots');
  const writer = useTeller();
  const { key, metrics: names } = drawn;
  const what = useMemo(
    () => overTimeOf(drawn, items, pilot, { bucket, end: to, writer, marks }),
    [drawn, items, pilot, bucket, to, writer, marks],
  );
  const draw = useCallback<Parameters<typeof Drawn>[0]['draw']>(
    ({ overTimePlot }, canvas) => overTimePlot(what, canvas),
    [what],
  );
  const headOf = (phase: 'baseline' | 'pilot'): string => {
    const figures = names.flatMap(({ name, label }) => {
      const total = totals[phase]?.[name] ?? null;
      if (total === null) return [];
      const figure = figureText(name, total);
      return [label ? `${writer.plots(label)} ${figure}` : figure];
    });
    const words = { phase: t(phase === 'pilot' ? 'during' : 'baseline') };
    return figures.length === 0
      ? t('phaseAlone', words)
      : t('whole', { ...words, figures: figures.join(', ') });
  };
  const hasValues = items.some((item) => names.some(({ name }) => item[name] !== null));
  return (
    <PlotCard
      name={key}
      title={t(`plots.${key}`)}
      level={3}
      hint={`${headOf('baseline')} · ${headOf('pilot')}`}
      pilotId={pilot.id}
      asked={{ phase: 'both', bucket, to }}
      table={hasValues ? <PlotTable drawn={drawn} items={items} bucket={bucket} /> : null}
    >
      {hasValues ? (
        <Drawn draw={draw} height={OVER_TIME_HEIGHT} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('noFigures')}
        </Text>
      )}
    </PlotCard>
  );
}

function PlotTable({
  drawn: { key, metrics: names },
  items,
  bucket,
}: {
  drawn: DrawnOverTime;
  items: readonly Item[];
  bucket: Bucket;
}) {
  const t = useTranslations('pilotPlots');
  const p = useTranslations('pilots');
  const writer = useTeller();
  return (
    <table className="data figures">
      <thead>
        <tr>
          <th scope="col">{p('phase')}</th>
          <th scope="col">{t(`buckets.${bucket}`)}</th>
          {names.map(({ name, label }) => (
            <th key={name} scope="col" className="number">
              {label ? writer.plots(label) : t(`plots.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const when = whenText(item, bucket, writer);
          return (
            <tr key={`${item.phase} ${item.from}`}>
              <td>{t(item.phase === 'pilot' ? 'during' : 'baseline')}</td>
              <th scope="row">
                {item.excluded ? t('excludedRow', { when }) : item.partial ? t('partialRow', { when }) : when}
              </th>
              {names.map(({ name }) => (
                <td key={name} className="number">
                  {figureText(name, item[name])}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
