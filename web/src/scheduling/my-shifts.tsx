import { Badge, Button, Group, Menu, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../api/client.js';
import { useLocations, useSettings } from '../api/lookups.js';
import {
  addDays,
  dateOf,
  hoursBetween,
  instantOf,
  millisOf,
  type Instant,
  type LocalDate,
} from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dayOf, hoursText, useTimes } from '../time/time-format.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded, MissingParts } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { MaintenanceOfShift } from '../coverage/maintenance/maintenance-of-shift.js';
import { GiveUpForm } from './give-up-form.js';
import { SwapForm } from './swap-form.js';
import { MonthView } from './month-view.js';
import { byStart, claimsQuery, dropRequestsQuery, isActive, type Claim } from './queries.js';
import { MonthStep, usePlace, useWeek, WeekStep, type ChosenWeek } from '../ui/week.js';
import { withNeighbourDays, monthOf } from '../ui/week-dates.js';
import { PastShifts } from './attendance/past-shifts.js';

type View = 'list' | 'week' | 'month';
const DAYS_AHEAD = 120;

export function MyShifts() {
  const t = useTranslations('myShifts');
  const view: View = usePlace().view ?? 'list';
  const week = useWeek({ any: true });
  usePrefetchQuery(dropRequestsQuery);
  return (
    <Page
      title={t('title')}
      actions={
        <SegmentedControl
          aria-label={t('view')}
          value={view}
          onChange={(value) => week.choose({ view: value === 'list' ? undefined : value })}
          data={(['list', 'week', 'month'] as const).map((value) => ({ value, label: t(value) }))}
        />
      }
    >
      <Held view={view} week={week} />
    </Page>
  );
}

/** The operator's shifts: future ones as a list, or all of a week or month. */
function Held({ view, week }: { view: View; week: ChosenWeek }) {
  const t = useTranslations('myShifts');
  const settings = useSettings();
  const now = useNow(300_000);
  const { today } = week;
  const zone = week.locations[0]?.timeZone ?? settings.timeZone;
  const month = monthOf(week.date, settings.weekStartsOn);
  const { startsOn, endsOn } = {
    list: { startsOn: addDays(today, -1), endsOn: addDays(today, DAYS_AHEAD) },
    week,
    month,
  }[view];
  const midnight = (date: LocalDate): Instant => instantOf(date, '00:00', zone);
  // A shift's date is in its own location's zone, which may differ by a day.
  const query = useQuery(
    claimsQuery(withNeighbourDays({ from: midnight(startsOn), to: midnight(endsOn) }, zone)),
  );
  const drops = useQuery(dropRequestsQuery);
  const isWithin = (date: LocalDate): boolean => date >= startsOn && date < endsOn;
  return (
    <>
      {view === 'week' && <WeekStep week={week} />}
      {view === 'month' && <MonthStep week={week} />}
      <MissingParts parts={[{ name: t('parts.drops'), query: drops }]} />
      <Loaded query={query}>
        {(claims) => {
          const held = claims
            .filter((claim) => isActive(claim) && isWithin(dateOf(claim.startsAt)))
            .sort(byStart);
          if (view === 'month')
            return (
              <MonthView claims={held} date={week.date} today={today} weekStartsOn={settings.weekStartsOn} />
            );
          if (view === 'week')
            return held.length > 0 ? <ByDay claims={held} now={now} /> : <Empty title={t('noneThisWeek')} />;
          const ahead = held.filter(({ endsAt }) => millisOf(endsAt) > now);
          return ahead.length > 0 ? (
            <ByDay claims={ahead} now={now} />
          ) : (
            <Empty
              title={t('none')}
              action={
                <Button component={Link} {...{ to: '/open-shifts' }}>
                  {t('toOpenShifts')}
                </Button>
              }
            >
              {t('noneHint')}
            </Empty>
          );
        }}
      </Loaded>
      {view === 'list' && (
        <Text size="sm">
          <Link to="/account" hash="calendars">
            {t('ownCalendar')}
          </Link>
        </Text>
      )}
      {view === 'list' && week.locations.length > 0 && <PastShifts today={today} zone={zone} now={now} />}
    </>
  );
}

function ByDay({ claims, now }: { claims: readonly Claim[]; now: number }) {
  return (
    <Stack gap="md">
      {[...Map.groupBy(claims, ({ startsAt }) => dateOf(startsAt))].map(([date, some]) => (
        <section key={date} aria-labelledby={`day-${date}`}>
          <Title order={2} size="h5" id={`day-${date}`} mb={4}>
            {dayOf(date)}
          </Title>
          <ul className="plain-list">
            {some.map((claim) => (
              <li key={claim.id} className="card">
                <ClaimCard claim={claim} isOver={millisOf(claim.endsAt) <= now} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Stack>
  );
}

function ClaimCard({ claim, isOver }: { claim: Claim; isOver: boolean }) {
  const t = useTranslations('myShifts');
  const { hours, span } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const { data: drops = [] } = useQuery(dropRequestsQuery);
  const [form, setForm] = useState<'part' | 'swap' | null>(null);
  const zone = zoneOf(claim.locationId);
  const drop = drops.find(
    (one) => one.claimId === claim.id && (one.status === 'open' || one.status === 'pending'),
  );
  const when = span(claim.startsAt, claim.endsAt, zone);
  const withdraw = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/withdraw', { params: { path: { id: claim.id } } })),
    said: () => t('withdrawn', { shift: when }),
    undo: () =>
      ask(
        api.POST('/api/v1/shifts/{id}/claims', {
          ...once(),
          params: { path: { id: claim.shiftId } },
          body: {},
        }),
      ),
  });
  const giveUp = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/claims/{id}/drop-requests', {
          ...once(),
          params: { path: { id: claim.id } },
          body: { reason: t('defaultReason') },
        }),
      ),
    said: () => t('givenUp', { shift: when }),
    undo: ({ id }) => ask(api.POST('/api/v1/drop-requests/{id}/cancel', { params: { path: { id } } })),
  });
  const keep = useAct({
    run: (id: string) => ask(api.POST('/api/v1/drop-requests/{id}/cancel', { params: { path: { id } } })),
    said: () => t('kept', { shift: when }),
  });
  return (
    <div className="card-row">
      <div>
        <Group gap="xs">
          <Text fw={600}>{hours(claim.startsAt, claim.endsAt, zone)}</Text>
          {claim.isShadow && <Badge variant="outline">{t('training')}</Badge>}
          {claim.status === 'pending' && (
            <Badge variant="outline" className="pending">
              {t('pending')}
            </Badge>
          )}
          {drop && <Badge color="orange">{t('offered')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {t('facts', {
            location: nameOf(claim.locationId),
            hours: hoursText(hoursBetween(claim.startsAt, claim.endsAt)),
          })}
        </Text>
        {!isOver && <MaintenanceOfShift shift={claim} zone={zone} />}
      </div>
      {isOver ? null : claim.status === 'pending' ? (
        <Button variant="default" onClick={() => withdraw.mutate()} loading={withdraw.isPending}>
          {t('withdraw')}
        </Button>
      ) : drop ? (
        <Button variant="default" onClick={() => keep.mutate(drop.id)} loading={keep.isPending}>
          {t('keep')}
        </Button>
      ) : claim.isShadow ? null : (
        <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
          <Menu.Target>
            <Button variant="default" aria-label={t('changeOf', { shift: when })}>
              {t('change')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => giveUp.mutate()}>{t('giveUp')}</Menu.Item>
            <Menu.Item onClick={() => setForm('part')}>{t('giveUpPart')}</Menu.Item>
            <Menu.Item onClick={() => setForm('swap')}>{t('swap')}</Menu.Item>
            <Menu.Item component="a" href={`/api/v1/shifts/${claim.shiftId}.ics`} download="shift.ics">
              {t('toCalendar')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {form === 'part' && <GiveUpForm claim={claim} zone={zone} onClose={() => setForm(null)} />}
      {form === 'swap' && <SwapForm claim={claim} zone={zone} onClose={() => setForm(null)} />}
    </div>
  );
}
