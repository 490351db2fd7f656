import { Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import type { LocalDate } from '../time/local-time.js';
import { Loaded, useLater } from '../ui/query-states.js';
import { PlotCard, type Drawn } from './plot-card.js';
import { overTimeQuery, type Bucket } from './queries.js';

type Pilot = Schemas['PilotDto'];
type Item = Schemas['MetricsItemDto'];

const BUCKETS: readonly Bucket[] = ['day', 'week', 'month'];

const PLOTS: readonly Drawn[] = [
  { key: 'coverage', kind: 'line', metrics: [{ name: 'coverageRate', label: null }] },
  { key: 'fill', kind: 'line', metrics: [{ name: 'fillRate', label: null }] },
  { key: 'requests', kind: 'bar', metrics: [{ name: 'requests', label: null }] },
  {
    key: 'response',
    kind: 'line',
    metrics: [
      { name: 'firstResponseWallMinutesP50', label: 'median' },
      { name: 'firstResponseWallMinutesP90', label: 'p90' },
    ],
  },
  {
    key: 'resolution',
    kind: 'line',
    metrics: [
      { name: 'resolutionWallMinutesP50', label: 'median' },
      { name: 'resolutionWallMinutesP90', label: 'p90' },
    ],
  },
];

/** Figures over time, baseline and pilot on one scale; also as a table and a file. */
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
              {PLOTS.map((drawn) => (
                <PlotCard
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
