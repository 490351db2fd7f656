import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { HOURS_KINDS, type HoursKind } from '../../../src/domain/metrics/counted-hours.js';
import { isFigure, type FigureName } from '../../../src/domain/metrics/metrics.js';
import { faultOf } from '../../../src/domain/metrics/targets.js';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useLocations, useSettings } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { withPilotTexts } from '../i18n/pilot-texts.js';
import { addDays, dateOf, inZone, type LocalDate } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dateWithYearOf } from '../time/time-format.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { CsvButton } from './csv-button.js';
import { daysOf } from './date-range.js';
import { HourOfWeek } from './hour-of-week.js';
import { ON_PAGE, metricName } from './metric-names.js';
import { figureText } from './metrics.js';
import { OverTime } from './over-time.js';
import { PilotForm } from './pilot-form.js';
import { termsOf } from './pilot-terms.js';
import { pilotsQuery, totalsQuery } from './queries.js';
import { Life } from './reviews/life.js';
import { Reviews } from './reviews/reviews.js';
import { Voices } from './voices/voices.js';

type Pilot = Schemas['PilotDto'];

/**
 * Is the lab covered, used, and faster? Shows baseline and pilot side by side, with the metrics of
 * docs/metrics.md.
 */
export const Pilots = withPilotTexts(function Pilots() {
  const t = useTranslations('pilots');
  const me = useMe();
  const canChange = ['admin', 'supervisor'].includes(me.role);
  const [chosen, setChosen] = useState('');
  const [form, setForm] = useState<Pilot | 'new' | null>(null);
  const query = useQuery(pilotsQuery);
  // The future has no figures yet: a shift of next week is not uncovered time.
  const today = dateOf(inZone(useNow(300_000), useSettings().timeZone));
  const isEmpty = query.data?.length === 0;
  return (
    <Page
      title={t('title')}
      note={t('question')}
      actions={
        canChange &&
        query.data &&
        !isEmpty && (
          <Button variant="default" onClick={() => setForm('new')}>
            {t('add')}
          </Button>
        )
      }
      wide
    >
      <Loaded query={query}>
        {(pilots) => {
          const pilot = pilots.find(({ id }) => id === chosen) ?? pilots[0];
          return pilot ? (
            <Stack gap="lg" key={pilot.id}>
              {pilots.length > 1 && (
                <NativeSelect
                  label={t('pilot')}
                  value={pilot.id}
                  onChange={({ currentTarget }) => setChosen(currentTarget.value)}
                  data={pilots.map(({ id, name }) => ({ value: id, label: name }))}
                />
              )}
              <Figures pilot={pilot} today={today} {...(canChange && { onChange: () => setForm(pilot) })} />
              <OverTime pilot={pilot} to={today} />
              <HourOfWeek pilotId={pilot.id} to={today} />
              <Voices pilot={pilot} canChange={canChange} />
              <Life pilot={pilot} pilots={pilots} canChange={canChange} onChoose={setChosen} />
              {me.role !== 'analyst' && <Reviews pilot={pilot} today={today} canChange={canChange} />}
            </Stack>
          ) : (
            <Empty
              title={t('none')}
              action={canChange && <Button onClick={() => setForm('new')}>{t('addFirst')}</Button>}
            >
              {canChange ? t('noneHint') : t('noneHintReader')}
            </Empty>
          );
        }}
      </Loaded>
      {form && (
        <PilotForm pilot={form === 'new' ? null : form} onClose={() => setForm(null)} onCreated={setChosen} />
      )}
    </Page>
  );
});

function Figures({ pilot, today, onChange }: { pilot: Pilot; today: LocalDate; onChange?: () => void }) {
  const t = useTranslations('pilots');
  const locations = useLocations();
  const textOf = useFigureText();
  const [hours, setHours] = useState<HoursKind>('all');
  const query = useQuery({ ...totalsQuery(pilot.id, today, hours), placeholderData: keepPreviousData });
  const period = (range: Schemas['DateRangeDto']): string => {
    const { first, last } = daysOf(range);
    return first === last ? dateWithYearOf(first) : `${dateWithYearOf(first)} – ${dateWithYearOf(last)}`;
  };
  const targetOf = (name: string): string =>
    pilot.targets
      .filter(({ metric }) => metric === name)
      .map(({ comparison, value }) => t(comparison, { value: figureText(name, value) }))
      .join(', ');
  /** A target may have been saved before the form checked whether it can be judged. */
  const faultIn = (name: string): boolean =>
    pilot.targets.some((target) => target.metric === name && faultOf(target) !== null);
  const isUnderWay = pilot.pilot.from < today && today < pilot.pilot.to;
  // Metrics with a target are shown even if the page does not show them by default.
  const others = pilot.targets.map(({ metric }) => metric);
  const names = [...new Set<string>([...ON_PAGE, ...others])];
  return (
    <section aria-labelledby="figures">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <div className="term-head">
            <Title order={2} size="h4" id="figures">
              {pilot.name}
            </Title>
            <Text size="sm" c="dimmed">
              {pilot.locationIds.map(locations.nameOf).filter(Boolean).join(', ')}
            </Text>
          </div>
          <Group gap="xs">
            {onChange && (
              <Button variant="default" size="sm" onClick={onChange}>
                {t('change')}
              </Button>
            )}
            {onChange && <RemoveButton pilot={pilot} />}
            <CsvButton
              pilotId={pilot.id}
              asked={{ phase: 'both', bucket: 'week', to: today }}
              label={t('csv')}
            />
          </Group>
        </Group>
        <Text size="sm" c="dimmed">
          {t('phases', { baseline: period(pilot.baseline), pilot: period(pilot.pilot) })}
          {isUnderWay && ` ${t('soFar', { date: dateWithYearOf(addDays(today, -1)) })}`}
        </Text>
        {pilot.exclusions.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('excluded', {
              periods: pilot.exclusions.map((range) => `${period(range)} (${range.reason})`).join(', '),
            })}
          </Text>
        )}
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
              <Headline totals={totals} />
              <Timed totals={totals} />
              <div className="scroll-x" role="region" aria-label={t('figures')} tabIndex={0}>
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

const HEADLINE = [
  { key: 'covered', metric: 'coverageRate' },
  { key: 'used', metric: 'requestsPerOpenHour' },
  { key: 'faster', metric: 'firstResponseWallMinutesP50' },
] as const satisfies readonly { key: string; metric: FigureName }[];

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

/** Three figures that answer the page's question. */
function Headline({ totals }: { totals: Schemas['MetricsTotalsDto'] }) {
  const t = useTranslations('pilots');
  const textOf = useFigureText();
  return (
    <dl className="headline">
      {HEADLINE.map(({ key, metric }) => (
        <div key={key} className="card">
          <dt>{t(`headline.${key}`)}</dt>
          <dd>
            <strong>{textOf(totals.pilot, metric)}</strong>
            {key === 'covered' && (
              <Text size="sm" c="dimmed">
                {t('cameOf', { value: textOf(totals.pilot, 'coverageRateAttended') })}
              </Text>
            )}
            <Text size="sm" c="dimmed">
              {t('before', { value: textOf(totals.baseline, metric) })}
            </Text>
          </dd>
        </div>
      ))}
    </dl>
  );
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

function RemoveButton({ pilot }: { pilot: Pilot }) {
  const t = useTranslations('pilots');
  const { id, version } = pilot;
  // The server refuses a target that cannot be judged.
  const body = { ...termsOf(pilot), targets: pilot.targets.filter((target) => faultOf(target) === null) };
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/pilots/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    said: () => t('removed', { name: pilot.name }),
    undo: () => ask(api.POST('/api/v1/pilots', { ...once(), body })),
  });
  return (
    <Button variant="default" size="sm" onClick={() => remove.mutate()} loading={remove.isPending}>
      {t('remove')}
    </Button>
  );
}
