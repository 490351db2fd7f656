import { Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { HOURS_KINDS, type HoursKind } from '../../../src/domain/metrics/counted-hours.js';
import { isFigure } from '../../../src/domain/metrics/metrics.js';
import { faultOf } from '../../../src/domain/metrics/targets.js';
import { changeText, crudeOf } from '../../../src/domain/pilot-texts/change-text.js';
import { metricName } from '../../../src/domain/pilot-texts/figure-text.js';
import { targetText } from '../../../src/domain/pilot-texts/target-text.js';
import type { Schemas } from '../api/client.js';
import type { LocalDate } from '../time/local-time.js';
import { Loaded } from '../ui/query-states.js';
import { CsvButton } from './csv-button.js';
import { ON_PAGE } from './metric-names.js';
import { figureText } from './metrics.js';
import { evaluationQuery, totalsQuery } from './queries.js';
import { useTeller } from './teller.js';

type Pilot = Schemas['PilotDto'];

/** All figures of both phases and what changed, in one kind of hours. */
export function Figures({ pilot, today }: { pilot: Pilot; today: LocalDate }) {
  const t = useTranslations('pilots');
  const textOf = useFigureText();
  const [hours, setHours] = useState<HoursKind>('all');
  const query = useQuery({ ...totalsQuery(pilot.id, today, hours), placeholderData: keepPreviousData });
  const evaluation = useQuery(evaluationQuery(pilot.id));
  const teller = useTeller();
  /** As the evaluation compares it; it leaves out some figures. */
  const changeOf = (name: string): string | null => {
    const comparison = evaluation.data?.comparisons.find((one) => one.metric === name && one.hours === hours);
    return comparison ? changeText(crudeOf(name, comparison), teller) : null;
  };
  const targetOf = (name: string): string =>
    pilot.targets
      .filter(({ metric }) => metric === name)
      .map((target) => targetText(target, teller))
      .join(', ');
  /** A target may have been saved before the form checked whether it can be judged. */
  const faultIn = (name: string): boolean =>
    pilot.targets.some((target) => target.metric === name && faultOf(target) !== null);
  // Metrics with a target are shown even if the page does not show them by default.
  const others = pilot.targets.map(({ metric }) => metric);
  const names = [...new Set<string>([...ON_PAGE, ...others])];
  return (
    <section aria-labelledby="figures">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4" id="figures">
            {t('figures')}
          </Title>
          <CsvButton
            pilotId={pilot.id}
            asked={{ phase: 'both', bucket: 'week', to: today }}
            label={t('csv')}
          />
        </Group>
        <NativeSelect
          label={t('hours.label')}
          value={hours}
          onChange={({ currentTarget }) => setHours(currentTarget.value as HoursKind)}
          data={HOURS_KINDS.map((kind) => ({ value: kind, label: t(`hours.${kind}`) }))}
          maw={320}
        />
        <Loaded query={query} rows={6}>
          {({ totals }) => (
            <>
              <Timed totals={totals} />
              <div className="scroll-x" role="region" aria-label={t('figuresTable')} tabIndex={0}>
                <table className="data figures">
                  <thead>
                    <tr>
                      <th scope="col">{t('metric')}</th>
                      <th scope="col" className="number">
                        {t('baseline')}
                      </th>
                      <th scope="col" className="number">
                        {t('during')}
                      </th>
                      <th scope="col" className="number">
                        {t('difference')}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {names.map((name) => (
                      <tr key={name}>
                        <th scope="row">
                          {metricName(name)}
                          {targetOf(name) !== '' && (
                            <Text size="sm" fw={400}>
                              {t('target', { target: targetOf(name) })}
                              {faultIn(name) && ` ${t(isFigure(name) ? 'oddTarget' : 'unknownTarget')}`}
                            </Text>
                          )}
                        </th>
                        <td className="number">{textOf(totals.baseline, name)}</td>
                        <td className="number">{textOf(totals.pilot, name)}</td>
                        <td className="number">{changeOf(name)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </>
          )}
        </Loaded>
      </Stack>
    </section>
  );
}

/** A figure as text. A time that not enough requests were answered in is not reached. */
function useFigureText(): (metrics: Schemas['MetricsDto'] | undefined, name: string) => string {
  const t = useTranslations('pilots');
  return (metrics, name) => {
    const [, duration] = /^(\w+WallMinutes)P\d\d$/.exec(name) ?? [];
    const value = figureIn(metrics, name);
    if (value === null && duration && figureIn(metrics, `${duration}N`)) return t('notReached');
    return figureText(name, value);
  };
}

/** How many requests the times are based on, and what they leave out. */
function Timed({ totals }: { totals: Schemas['MetricsTotalsDto'] }) {
  const t = useTranslations('pilots');
  const countsOf = (metrics: Schemas['MetricsDto'] | undefined): string =>
    t('timed', {
      n: metrics?.firstResponseWallMinutesN ?? 0,
      stated: metrics?.firstResponseStatedN ?? 0,
      unanswered: metrics?.censored?.firstResponseAt ?? 0,
      unknown: metrics?.waitUnknown?.firstResponseAt ?? 0,
      early: metrics?.outOfOrder?.firstResponseAt ?? 0,
    });
  return (
    <Text size="sm" c="dimmed">
      {t('timedOf', { phase: t('during'), counts: countsOf(totals.pilot) })}{' '}
      {t('timedOf', { phase: t('baseline'), counts: countsOf(totals.baseline) })}
    </Text>
  );
}

/** A target may name an unknown metric; it then has no figure. */
function figureIn(metrics: Schemas['MetricsDto'] | undefined, name: string): number | null {
  const value: unknown = metrics && Object.entries(metrics).find(([key]) => key === name)?.[1];
  return typeof value === 'number' ? value : null;
}
