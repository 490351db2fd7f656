import { Button, List, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../api/client.js';
import { useLocations, useSettings, type Locations } from '../api/lookups.js';
import { Problem } from '../api/problem.js';
import { useOperatorId } from '../api/me.js';
import { millisOf } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { useTimes } from '../time/time-format.js';
import { useNotices } from '../ui/notices.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded, MissingParts } from '../ui/query-states.js';
import { ZoneNote } from '../ui/zone-note.js';
import { byStart, eligibleShiftsQuery, type Shift } from './queries.js';
import { isOffered, OwnWaitlist } from './waitlist/own-waitlist.js';
import { ownWaitlistQuery } from './waitlist/queries.js';
import { useWeek, WeekChoice, type ChosenWeek } from '../ui/week.js';
import { eveningOf } from '../ui/week-dates.js';

export function OpenShifts() {
  const t = useTranslations('openShifts');
  const week = useWeek({ any: true });
  return (
    <Page title={t('title')} actions={<WeekChoice week={week} all />}>
      <OwnWaitlist />
      <Week week={week} />
    </Page>
  );
}

function Week({ week }: { week: ChosenWeek }) {
  const t = useTranslations('openShifts');
  const operatorId = useOperatorId();
  const now = useNow();
  const locationId = week.location?.id;
  const query = useQuery(eligibleShiftsQuery({ ...week.span, ...(locationId && { locationId }) }));
  const waitlist = useQuery(ownWaitlistQuery);
  const entries = waitlist.data ?? [];
  // Computed once for all shifts: a week has hundreds.
  const places = useLocations();
  const [lost, setLost] = useState<{ shift: Shift; reasons: string } | null>(null);
  const zone = week.location?.timeZone ?? week.locations[0]?.timeZone;
  return (
    <Loaded query={query}>
      {(all) => {
        const ahead = all
          .filter(
            (shift) =>
              millisOf(shift.startsAt) > now &&
              eveningOf(shift) >= week.startsOn &&
              !shift.claims.some((claim) => claim.operatorId === operatorId),
          )
          .sort(byStart);
        const offered = new Set(
          entries.filter((entry) => isOffered(entry, now)).map(({ shiftId }) => shiftId),
        );
        const others = ahead.filter(({ eligibility }) => !eligibility!.eligible);
        const free = ahead.filter(({ id, eligibility }) => eligibility!.eligible && !offered.has(id));
        if (ahead.length === 0)
          return (
            <Empty
              title={t('none')}
              action={
                <Button variant="default" onClick={() => week.choose({ week: week.endsOn })}>
                  {t('nextWeek')}
                </Button>
              }
            >
              {t('noneHint')}
            </Empty>
          );
        return (
          <Stack gap="md">
            <MissingParts parts={[{ name: t('parts.waitlist'), query: waitlist }]} />
            {zone && <ZoneNote zone={zone} />}
            {lost && <Lost lost={lost} next={free[0]} places={places} onLost={setLost} />}
            <section aria-labelledby="claimable">
              <Title order={2} size="h4" id="claimable" mb="xs">
                {t('claimable', { count: free.length })}
              </Title>
              {free.length === 0 && <Text c="dimmed">{t('noneClaimable')}</Text>}
              <ul className="plain-list">
                {free.map((shift) => (
                  <li key={shift.id} className="card">
                    <ShiftCard shift={shift} places={places} onLost={setLost} />
                  </li>
                ))}
              </ul>
            </section>
            {others.length > 0 && (
              <section aria-labelledby="others">
                <Title order={2} size="h4" id="others" mb="xs">
                  {t('others', { count: others.length })}
                </Title>
                <ul className="plain-list long-list">
                  {others.map((shift) => (
                    <li key={shift.id} className="card">
                      <Reasons shift={shift} places={places} />
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

interface LostRace {
  shift: Shift;
  reasons: string;
}

/** Somebody else was faster: says what happened, and offers the next shift. */
function Lost({
  lost,
  next,
  places,
  onLost,
}: {
  lost: LostRace;
  next: Shift | undefined;
  places: Locations;
  onLost: (lost: LostRace | null) => void;
}) {
  const t = useTranslations('openShifts');
  const { span } = useTimes();
  const zone = places.zoneOf(lost.shift.locationId);
  return (
    <div className="card" data-tone="gap" role="alert">
      <Text fw={600}>{t('lost', { shift: span(lost.shift.startsAt, lost.shift.endsAt, zone) })}</Text>
      <Text size="sm">{lost.reasons}</Text>
      {next ? (
        <Stack gap={4} mt="sm">
          <Text size="sm">{t('instead')}</Text>
          <ShiftCard shift={next} places={places} onLost={onLost} />
        </Stack>
      ) : (
        <Text size="sm">{t('noInstead')}</Text>
      )}
    </div>
  );
}

function ShiftCard({
  shift,
  places: { nameOf, zoneOf },
  onLost,
}: {
  shift: Shift;
  places: Locations;
  onLost: (lost: LostRace | null) => void;
}) {
  const t = useTranslations('openShifts');
  const { span } = useTimes();
  const client = useQueryClient();
  const notices = useNotices();
  const zone = zoneOf(shift.locationId);
  const when = span(shift.startsAt, shift.endsAt, zone);
  const refresh = () =>
    client.invalidateQueries({
      predicate: ({ queryKey }) => ['shifts', 'claims'].includes(String(queryKey[0])),
    });
  const claim = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/shifts/{id}/claims', { ...once(), params: { path: { id: shift.id } }, body: {} }),
      ),
    onSuccess: async (made) => {
      onLost(null);
      notices.say(t('claimed', { shift: when }), async () => {
        await ask(api.POST('/api/v1/claims/{id}/withdraw', { params: { path: { id: made.id } } }));
        await refresh();
      });
      await refresh();
    },
    onError: async (error) => {
      if (!(error instanceof Problem)) return notices.fail(error);
      onLost({ shift, reasons: error.violations.map(({ message }) => message).join(' ') || error.message });
      await refresh();
    },
  });
  return (
    <div className="card-row">
      <div>
        <Text fw={600}>{when}</Text>
        <Text size="sm" c="dimmed">
          {t('facts', { location: nameOf(shift.locationId), taken: shift.seatsTaken, seats: shift.seats })}
        </Text>
      </div>
      <Button
        onClick={() => claim.mutate()}
        loading={claim.isPending}
        aria-label={t('claimOf', { shift: when })}
      >
        {t('claim')}
      </Button>
    </div>
  );
}

function Reasons({ shift, places: { nameOf, zoneOf } }: { shift: Shift; places: Locations }) {
  const t = useTranslations('openShifts');
  const { span } = useTimes();
  const notices = useNotices();
  const client = useQueryClient();
  const zone = zoneOf(shift.locationId);
  const { sendsMail } = useSettings();
  const { data: entries = [] } = useQuery(ownWaitlistQuery);
  const isWaiting = entries.some(({ shiftId }) => shiftId === shift.id);
  const { violations } = shift.eligibility!;
  const isOnlyFull = violations.length > 0 && violations.every(({ code }) => code === 'SHIFT_FULL');
  const wait = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/shifts/{id}/waitlist', { ...once(), params: { path: { id: shift.id } }, body: {} }),
      ),
    onSuccess: async (entry) => {
      notices.say(
        t('waiting', { shift: span(shift.startsAt, shift.endsAt, zone), mail: String(sendsMail) }),
        () =>
          ask(api.POST('/api/v1/waitlist-entries/{id}/leave', { params: { path: { id: entry.id } } })).then(
            () => client.invalidateQueries({ queryKey: ['waitlist'] }),
          ),
      );
      await client.invalidateQueries({ queryKey: ['waitlist'] });
    },
    onError: notices.fail,
  });
  return (
    <div className="card-row">
      <div>
        <Text fw={600}>{span(shift.startsAt, shift.endsAt, zone)}</Text>
        <Text size="sm" c="dimmed">
          {nameOf(shift.locationId)}
        </Text>
        {violations.length === 1 ? (
          <Text size="sm" mt={4}>
            {violations[0]!.message}
          </Text>
        ) : (
          <List size="sm" mt={4}>
            {violations.map(({ code, message }) => (
              <List.Item key={code}>{message}</List.Item>
            ))}
          </List>
        )}
      </div>
      {isOnlyFull && !isWaiting && (
        <Button variant="default" onClick={() => wait.mutate()} loading={wait.isPending}>
          {t('wait')}
        </Button>
      )}
    </div>
  );
}
