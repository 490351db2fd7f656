import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../api/client.js';
import { useDataAsOf } from '../api/offline-store.js';
import { useLocations, useSettings } from '../api/lookups.js';
import { isOffline } from '../api/problem.js';
import { useOperatorId } from '../api/me.js';
import { byStart, nextQuery, shiftQuery, tonightQuery, type Claim } from '../scheduling/queries.js';
import { dateOf, inZone, millisOf, type Instant } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { useTimes } from '../time/time-format.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useNotices } from '../ui/notices.js';
import { useAct } from '../ui/use-act.js';
import { ZoneNote } from '../ui/zone-note.js';
import { MaintenanceSoon } from '../coverage/maintenance/maintenance-soon.js';
import { Desk } from './desk.js';
import { Notes } from './notes.js';
import { useRefetchWhileStale, useStoreTonight } from './offline-tonight.js';

const CHECK_IN_OPENS = 15 * 60_000;
const DESK_OPENS = 30 * 60_000;
const DESK_CLOSES = 60 * 60_000;

/** The current or next shift, and the desk. */
export function Tonight() {
  const t = useTranslations('tonight');
  const now = useNow();
  const { locations, zoneOf } = useLocations();
  const { time, moment } = useTimes();
  const { timeZone } = useSettings();
  const heardAt = (at: Instant): string =>
    dateOf(at) === dateOf(inZone(now, timeZone)) ? time(at, timeZone) : moment(at, timeZone);
  const query = useQuery({ ...tonightQuery(now), placeholderData: (before) => before });
  useStoreTonight(query, now);
  const asOf = useRefetchWhileStale();
  return (
    <Page title={t('title')} note={asOf !== null && t('asOf', { time: heardAt(inZone(asOf, timeZone)) })}>
      <Loaded query={query}>
        {(claims) => {
          const ahead = claims.filter((claim) => isOn(claim, now)).sort(byStart);
          const [first] = ahead;
          const shown = ahead.filter((claim) => claim === first || isCheckInOpen(claim, now));
          const atDesk = claims.find((one) => isAtDesk(one, now));
          const locationId = atDesk?.locationId ?? first?.locationId ?? locations[0]?.id;
          return (
            <Stack gap="lg">
              {locationId && <MaintenanceSoon locationId={locationId} zone={zoneOf(locationId)} now={now} />}
              {shown.map((claim) => (
                <ShiftCard key={claim.id} claim={claim} now={now} />
              ))}
              {!first && <NoneTonight now={now} />}
              {atDesk ? (
                <Desk locationId={atDesk.locationId} />
              ) : (
                <Text size="sm" c="dimmed">
                  {t('noDesk')}
                </Text>
              )}
              {locationId && <Notes locationId={locationId} zone={zoneOf(locationId)} />}
            </Stack>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** When the next shift is, or where to find one. */
function NoneTonight({ now }: { now: number }) {
  const t = useTranslations('tonight');
  const { span } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const query = useQuery(nextQuery(now));
  if (query.isLoading) return null;
  const next = query.data?.filter(({ startsAt }) => millisOf(startsAt) > now).sort(byStart)[0];
  return (
    <Empty
      title={t('none')}
      action={
        <Button
          component={Link}
          variant={next ? 'default' : 'filled'}
          {...{ to: next ? '/my-shifts' : '/open-shifts' }}
        >
          {t(next ? 'toMyShifts' : 'toOpenShifts')}
        </Button>
      }
    >
      {next
        ? t('next', {
            shift: span(next.startsAt, next.endsAt, zoneOf(next.locationId)),
            location: nameOf(next.locationId),
          })
        : t('noneHint')}
    </Empty>
  );
}

/** Future or current; a past shift stays until its operator has checked out. */
const isOn = (claim: Claim, now: number): boolean =>
  millisOf(claim.endsAt) > now || (claim.checkedInAt !== null && claim.checkedOutAt === null);

/** From shortly before a shift to some time after it, as long as the server accepts records about it. */
const isAtDesk = ({ startsAt, endsAt }: Claim, now: number): boolean =>
  millisOf(startsAt) - DESK_OPENS <= now && now <= millisOf(endsAt) + DESK_CLOSES;

const isCheckInOpen = ({ startsAt }: Claim, now: number): boolean =>
  millisOf(startsAt) - CHECK_IN_OPENS <= now;

function ShiftCard({ claim, now }: { claim: Claim; now: number }) {
  const t = useTranslations('tonight');
  const asOf = useDataAsOf();
  const notices = useNotices();
  const operatorId = useOperatorId();
  const { span, time } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const { data: shift } = useQuery(shiftQuery(claim.shiftId));
  const zone = zoneOf(claim.locationId);
  const colleagues = (shift?.claims ?? []).filter(
    (one) => one.operatorId !== operatorId && one.status === 'approved',
  );
  const opensAt = millisOf(claim.startsAt) - CHECK_IN_OPENS;
  const isLate = now > millisOf(claim.startsAt) && claim.checkedInAt === null;
  const params = { path: { id: claim.id } };
  const { online } = useNetwork();
  const isUnheard = !online || asOf !== null;
  // The server's clock decides when somebody came, so check-ins do not wait on the device.
  const failed = (error: Error): void =>
    isOffline(error) ? notices.refuse(t('notRecorded')) : notices.fail(error);
  const checkIn = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/check-in', { ...once(), params, body: {} })),
    said: ({ ended }) =>
      ended ? t('checkedInNext', { time: time(ended.checkedOutAt, zone) }) : t('checkedIn'),
    failed,
  });
  const checkOut = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/check-out', { ...once(), params, body: {} })),
    said: () => t('checkedOut'),
    undo: () => ask(api.POST('/api/v1/claims/{id}/undo-check-out', { params })),
    failed,
  });
  return (
    <section className="card" aria-labelledby={`shift-${claim.id}`}>
      <Stack gap="sm">
        <div>
          <Group justify="space-between">
            <Title order={2} size="h4" id={`shift-${claim.id}`}>
              {nameOf(claim.locationId)}
            </Title>
            {isLate && <Badge color="orange">{t('late')}</Badge>}
          </Group>
          <Text fw={600}>{span(claim.startsAt, claim.endsAt, zone)}</Text>
          <Text size="sm" c="dimmed">
            {shift === undefined
              ? ''
              : colleagues.length === 0
                ? t('alone')
                : t('with', { names: colleagues.map(({ operatorName }) => operatorName).join(', ') })}
          </Text>
          <ZoneNote zone={zone} />
        </div>
        {claim.checkedInAt === null ? (
          <Stack gap={4}>
            <Button
              size="lg"
              onClick={() => checkIn.mutate()}
              loading={checkIn.isPending}
              disabled={now < opensAt || isUnheard}
            >
              {t('checkIn')}
            </Button>
            {now < opensAt && (
              <Text size="sm" c="dimmed">
                {t('opens', { time: time(inZone(opensAt, zone), zone) })}
              </Text>
            )}
          </Stack>
        ) : claim.checkedOutAt === null ? (
          <Stack gap={4}>
            <Text size="sm">{t('since', { time: time(claim.checkedInAt, zone) })}</Text>
            <Button
              size="lg"
              variant="default"
              onClick={() => checkOut.mutate()}
              loading={checkOut.isPending}
              disabled={isUnheard}
            >
              {t('checkOut')}
            </Button>
          </Stack>
        ) : (
          <Text size="sm">
            {t('done', { from: time(claim.checkedInAt, zone), to: time(claim.checkedOutAt, zone) })}
          </Text>
        )}
        {isUnheard && claim.checkedOutAt === null && <Text size="sm">{t('needsNetwork')}</Text>}
      </Stack>
    </section>
  );
}
