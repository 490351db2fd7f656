import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { positionsQuery } from '../api/queries.js';
import { useWeek, WeekStep, type ChosenWeek } from '../ui/week.js';
import { weekdaysText } from '../time/weekdays.js';
import { dateWithYearOf, hoursText, weekdayName } from '../time/time-format.js';
import { RuleForm } from './coverage-forms.js';
import { ExceptionForm } from './exception-form.js';
import { ExceptionRow, inOrderOfDates } from './exceptions.js';
import { DemandWeek } from './demand-week.js';
import { coverageHoursQuery, demandQuery, exceptionsQuery, gapsQuery } from './queries.js';
import { LocationField } from '../ui/fields.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded, MissingParts } from '../ui/query-states.js';
import { withNeighbourDays, datesOfWeek } from '../ui/week-dates.js';
import { useAct } from '../ui/use-act.js';
import { OnDutyLinks } from '../outreach/on-duty/on-duty-links.js';

type Rule = Schemas['CoverageHoursDto'];

/**
 * How many people are needed at which hours, by rule and exception, with the resulting demand on real dates.
 */
export function CoverageHours() {
  const t = useTranslations('coverageHours');
  const week = useWeek();
  const location = week.location;
  return (
    <Page
      title={t('title')}
      note={t('hint')}
      actions={
        location &&
        week.locations.length > 1 && (
          <LocationField value={location.id} onChange={(id) => week.choose({ location: id })} />
        )
      }
    >
      {location ? (
        <Rules week={week} location={location} />
      ) : (
        <Empty title={t('noLocation')}>{t('noLocationHint')}</Empty>
      )}
    </Page>
  );
}

function Rules({ week, location }: { week: ChosenWeek; location: Schemas['LocationDto'] }) {
  const t = useTranslations('coverageHours');
  const locationId = location.id;
  const [form, setForm] = useState<Rule | 'new' | null>(null);
  const [exception, setException] = useState<Schemas['CoverageExceptionDto'] | 'new' | null>(null);
  const rules = useQuery(coverageHoursQuery(locationId));
  const exceptions = useQuery(exceptionsQuery(locationId));
  const close = (): void => setForm(null);
  const demand = useQuery({
    ...demandQuery(locationId, withNeighbourDays(week.span, location.timeZone)),
    placeholderData: keepPreviousData,
  });
  const gaps = useQuery(gapsQuery(locationId, week.span));
  const positions = useQuery(positionsQuery);
  return (
    <Stack gap="lg">
      <section aria-labelledby="demand">
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h4" id="demand">
            {t('thatWeek')}
          </Title>
          <WeekStep week={week} />
        </Group>
        <MissingParts
          parts={[
            { name: t('parts.gaps'), query: gaps },
            { name: t('parts.positions'), query: positions },
          ]}
        />
        <Loaded query={demand} rows={2}>
          {(asked) => (
            <DemandWeek
              demand={asked}
              dates={datesOfWeek(week.startsOn)}
              zone={location.timeZone}
              label={t('thatWeek')}
            />
          )}
        </Loaded>
        {gaps.data && <Missing week={week} location={location} summary={gaps.data.summary} />}
      </section>
      <section aria-labelledby="rules">
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h4" id="rules">
            {t('rules')}
          </Title>
          <Button onClick={() => setForm('new')}>{t('add')}</Button>
        </Group>
        <Loaded query={rules}>
          {(all) =>
            all.length === 0 ? (
              <Empty title={t('none')}>{t('noneHint')}</Empty>
            ) : (
              <ul className="plain-list">
                {all.toSorted(inOrder(week.today)).map((rule) => (
                  <li key={rule.id} className="card">
                    <RuleRow rule={rule} today={week.today} onChange={() => setForm(rule)} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      <section aria-labelledby="exceptions">
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h4" id="exceptions">
            {t('exceptions')}
          </Title>
          <Button variant="default" onClick={() => setException('new')}>
            {t('addException')}
          </Button>
        </Group>
        <Loaded query={exceptions}>
          {(all) =>
            all.length === 0 ? (
              <Text c="dimmed">{t('noExceptions')}</Text>
            ) : (
              <ul className="plain-list">
                {all.toSorted(inOrderOfDates(week.today)).map((exception) => (
                  <li key={exception.id} className="card">
                    <ExceptionRow exception={exception} onChange={() => setException(exception)} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      <OnDutyLinks location={location} />
      {form !== null && (
        <RuleForm location={location} rule={form === 'new' ? null : form} week={week} onClose={close} />
      )}
      {exception !== null && (
        <ExceptionForm
          location={location}
          exception={exception === 'new' ? null : exception}
          week={week}
          onClose={() => setException(null)}
        />
      )}
    </Stack>
  );
}

const useNameOf = (): ((id: string) => string | null) => {
  const { data = [] } = useQuery(positionsQuery);
  return (id) => (data.length > 1 ? (data.find((position) => position.id === id)?.name ?? null) : null);
};

const hasEnded = ({ effectiveTo }: Rule, today: string): boolean =>
  effectiveTo !== null && effectiveTo < today;

/** Current and future entries come before those that have ended. */
const inOrder =
  (today: string) =>
  (a: Rule, b: Rule): number =>
    Number(hasEnded(a, today)) - Number(hasEnded(b, today)) || a.effectiveFrom.localeCompare(b.effectiveFrom);

function RuleRow({ rule, today, onChange }: { rule: Rule; today: string; onChange: () => void }) {
  const t = useTranslations('coverageHours');
  const position = useNameOf()(rule.positionId);
  const { weekStartsOn } = useSettings();
  const days = weekdaysText(rule.weekdays, weekStartsOn, (weekday) => weekdayName(weekday));
  const isOver = hasEnded(rule, today);
  const { id: _id, version: _version, ...body } = rule;
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/coverage-hours/{id}', { params: { path: { id: rule.id } } })),
    said: () => t('removed'),
    undo: () => ask(api.POST('/api/v1/coverage-hours', { ...once(), body })),
  });
  return (
    <Group justify="space-between">
      <div>
        <Group gap="xs">
          <Text fw={600} {...(isOver && { c: 'dimmed' })}>
            {days}, {rule.startsAt}–{rule.endsAt}
          </Text>
          {isOver && (
            <Badge variant="outline" color="gray">
              {t('ended')}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {[
            t('required', { count: rule.required }),
            position,
            rule.effectiveTo === null
              ? t('since', { date: dateWithYearOf(rule.effectiveFrom) })
              : t('between', {
                  from: dateWithYearOf(rule.effectiveFrom),
                  to: dateWithYearOf(rule.effectiveTo),
                }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <Group gap="xs">
        <Button variant="default" size="sm" onClick={onChange}>
          {t('change')}
        </Button>
        <Button variant="default" size="sm" onClick={() => remove.mutate()} loading={remove.isPending}>
          {t('remove')}
        </Button>
      </Group>
    </Group>
  );
}

/** The number of hours not covered yet, including clock changes. The board shows where they are. */
function Missing({
  week,
  location,
  summary: { requiredMinutes, missingMinutes },
}: {
  week: ChosenWeek;
  location: Schemas['LocationDto'];
  summary: Schemas['GapsSummaryDto'];
}) {
  const t = useTranslations('coverageHours');
  return (
    <Text size="sm" mt="xs">
      {t('demand', { hours: hoursText(requiredMinutes / 60), missing: hoursText(missingMinutes / 60) })}{' '}
      <Link {...{ to: '/board', search: { location: location.id, week: week.startsOn } }}>
        {t('toBoard')}
      </Link>
    </Text>
  );
}
