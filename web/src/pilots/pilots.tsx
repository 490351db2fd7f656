import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, askAll, type Schemas } from '../api/client.js';
import { formatLocale } from '../i18n/i18n.js';
import { dateWithYearOf, percentText } from '../time/times.js';
import { useNotices } from '../ui/notices.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/states.js';
import { metricsOf, saveCsv } from './metrics.js';
import { HourOfWeek } from './hour-of-week.js';

type Pilot = Schemas['PilotDto'];
type Metrics = Schemas['MetricsDto'];
type Metric = {
  [Name in keyof Metrics]-?: NonNullable<Metrics[Name]> extends number ? Name : never;
}[keyof Metrics];

const RATES: readonly Metric[] = [
  'coverageRate',
  'fullyCoveredRate',
  'fillRate',
  'attendanceRate',
  'noShowRate',
  'firstLevelResolutionRate',
  'escalationShare',
];
const COUNTS: readonly Metric[] = [
  'requests',
  'requestsOutsideHours',
  'demandDuringGaps',
  'resolved',
  'escalated',
];
const MINUTES: readonly Metric[] = [
  'firstResponseServiceMinutesP50',
  'firstResponseServiceMinutesP90',
  'resolutionServiceMinutesP50',
  'resolutionServiceMinutesP90',
];
const HOURS: readonly Metric[] = ['openHours', 'staffedHours'];

/** Is the lab covered, used, and faster? Baseline beside pilot, each metric as docs/metrics.md defines it. */
export function Pilots() {
  const t = useTranslations('pilots');
  const [chosen, setChosen] = useState('');
  const query = useQuery({
    queryKey: ['pilots'],
    queryFn: () =>
      askAll((cursor) => api.GET('/api/v1/pilots', { params: { query: { limit: 200, cursor } } })),
  });
  return (
    <Page title={t('title')} note={t('question')} wide>
      <Loaded query={query}>
        {(pilots) => {
          const pilot = pilots.find(({ id }) => id === chosen) ?? pilots[0];
          return pilot ? (
            <Stack gap="lg">
              {pilots.length > 1 && (
                <NativeSelect
                  label={t('pilot')}
                  value={pilot.id}
                  onChange={({ currentTarget }) => setChosen(currentTarget.value)}
                  data={pilots.map(({ id, name }) => ({ value: id, label: name }))}
                />
              )}
              <Figures pilot={pilot} />
              <HourOfWeek key={pilot.id} pilotId={pilot.id} />
            </Stack>
          ) : (
            <Empty title={t('none')}>{t('noneHint')}</Empty>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Figures({ pilot }: { pilot: Pilot }) {
  const t = useTranslations('pilots');
  const query = useQuery({
    queryKey: ['pilots', pilot.id, 'totals'],
    queryFn: () => metricsOf(pilot.id, { phase: 'both', bucket: 'none' }),
  });
  const period = ({ from, to }: Schemas['DateRangeDto']): string =>
    `${dateWithYearOf(from)} – ${dateWithYearOf(to)}`;
  return (
    <section aria-labelledby="figures">
      <Group justify="space-between">
        <Title order={2} size="h4" id="figures">
          {pilot.name}
        </Title>
        <CsvButton pilotId={pilot.id} />
      </Group>
      <Loaded query={query} rows={6}>
        {({ totals: { baseline, pilot: during } }) => (
          <div className="scroll-x">
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{t('metric')}</th>
                  <th scope="col" className="number">
                    {t('baseline')}
                    <Text size="xs">{period(pilot.baseline)}</Text>
                  </th>
                  <th scope="col" className="number">
                    {t('during')}
                    <Text size="xs">{period(pilot.pilot)}</Text>
                  </th>
                </tr>
              </thead>
              <tbody>
                {[
                  ...RATES.map((name) => ({ name, write: percentText })),
                  ...HOURS.map((name) => ({ name, write: number })),
                  ...COUNTS.map((name) => ({ name, write: number })),
                  ...MINUTES.map((name) => ({ name, write: number })),
                ].map(({ name, write }) => (
                  <tr key={name}>
                    <th scope="row">{t(`metrics.${name as MetricKey}`)}</th>
                    <td className="number">{write(baseline?.[name])}</td>
                    <td className="number">{write(during?.[name])}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </section>
  );
}

function CsvButton({ pilotId }: { pilotId: string }) {
  const t = useTranslations('pilots');
  const notices = useNotices();
  return (
    <Button variant="default" size="sm" onClick={() => void saveCsv(pilotId).catch(notices.fail)}>
      {t('csv')}
    </Button>
  );
}

type MetricKey = keyof (typeof import('../i18n/en.json'))['pilots']['metrics'];

const number = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? '–'
    : new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: 1 }).format(value);
