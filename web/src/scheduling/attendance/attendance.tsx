import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../../api/client.js';
import { useLocations, useOperators } from '../../api/lookups.js';
import { addDays, dateOf, HOUR, instantOf, inZone, millisOf } from '../../time/local-time.js';
import { useNow } from '../../time/now.js';
import { dayOf, useTimes } from '../../time/time-format.js';
import { DateField, LocationField } from '../../ui/fields.js';
import { Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { byStart, claimsQuery, type Claim } from '../queries.js';
import { CorrectionForm } from './correction-form.js';
import { CoverForm } from './cover-form.js';
import { PendingCorrections } from './pending-corrections.js';
import { isToSignOff, SignOff, TrainingQueue } from './training-queue.js';

const QUARTER = 900_000;

/** Who is expected tonight and who is there, and decisions about earlier nights. */
export function Attendance() {
  const t = useTranslations('attendance');
  const now = useNow();
  const { locations, zoneOf } = useLocations();
  const [locationId, setLocationId] = useState('');
  const [day, setDay] = useState('');
  const zone = zoneOf(locationId || locations[0]?.id);
  const today = dateOf(inZone(now, zone));
  const isTonight = day === '' || day === today;
  const at = Math.floor(now / QUARTER) * QUARTER;
  const span = isTonight
    ? { from: inZone(at - 8 * HOUR, zone), to: inZone(at + 14 * HOUR, zone) }
    : { from: instantOf(day, '00:00', zone), to: instantOf(addDays(day, 1), '00:00', zone) };
  const query = useQuery({
    ...claimsQuery({ ...span, status: 'approved', ...(locationId && { locationId }) }),
    enabled: locations.length > 0,
    placeholderData: (before) => before,
  });
  return (
    <Page title={t('title')} note={t('hint')}>
      <PendingCorrections />
      <TrainingQueue now={now} />
      <section aria-labelledby="on-shift">
        <Group justify="space-between" align="flex-end" mb="sm">
          <Title order={2} size="h4" id="on-shift">
            {isTonight ? t('tonight') : t('on', { day: dayOf(day) })}
          </Title>
          <Group gap="sm" align="flex-end">
            {locations.length > 1 && <LocationField all value={locationId} onChange={setLocationId} />}
            <DateField label={t('day')} required={false} value={day || today} onChange={setDay} />
          </Group>
        </Group>
        <Loaded query={query}>
          {(claims) => {
            const shown = claims.filter(({ startsAt }) => isTonight || dateOf(startsAt) === day);
            return shown.length === 0 ? (
              isTonight ? (
                <Empty title={t('none')}>{t('noneHint')}</Empty>
              ) : (
                <Empty
                  title={t('noneThen')}
                  action={
                    <Button variant="default" onClick={() => setDay('')}>
                      {t('toTonight')}
                    </Button>
                  }
                >
                  {t('noneThenHint')}
                </Empty>
              )
            ) : (
              <ul className="plain-list">
                {shown.toSorted(isTonight ? presentFirst(now) : byStart).map((claim) => (
                  <li key={claim.id} className="card">
                    <Row claim={claim} now={now} />
                  </li>
                ))}
              </ul>
            );
          }}
        </Loaded>
      </section>
    </Page>
  );
}

const isOver = ({ endsAt }: Claim, now: number): boolean => millisOf(endsAt) <= now;

/** For tonight, current and future shifts come before those that are over. */
const presentFirst =
  (now: number) =>
  (a: Claim, b: Claim): number =>
    Number(isOver(a, now)) - Number(isOver(b, now)) || byStart(a, b);

type State = 'noShow' | 'out' | 'in' | 'missing' | 'unknown' | 'ahead';

function stateOf(claim: Claim, now: number): State {
  if (claim.noShow) return 'noShow';
  if (claim.checkedOutAt !== null) return 'out';
  if (claim.checkedInAt !== null) return 'in';
  // Nobody could check in to a shift that was imported when it was over.
  if (claim.isImported) return 'unknown';
  return millisOf(claim.startsAt) <= now ? 'missing' : 'ahead';
}

function Row({ claim, now }: { claim: Claim; now: number }) {
  const t = useTranslations('attendance');
  const { span, time } = useTimes();
  const { nameOf } = useOperators();
  const { nameOf: locationName, zoneOf } = useLocations();
  const zone = zoneOf(claim.locationId);
  const state = stateOf(claim, now);
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>{nameOf(claim.operatorId)}</Text>
          <Text size="sm">{span(claim.startsAt, claim.endsAt, zone)}</Text>
          <Text size="sm" c="dimmed">
            {[
              locationName(claim.locationId),
              claim.isImported && t('imported'),
              claim.isShadow && (claim.signedOffAt === null ? t('training') : t('signedOff')),
              claim.checkedInAt !== null && t('since', { time: time(claim.checkedInAt, zone) }),
              claim.checkedOutAt !== null && t('until', { time: time(claim.checkedOutAt, zone) }),
              claim.lateMinutes !== null &&
                claim.lateMinutes > 0 &&
                t('late', { minutes: claim.lateMinutes }),
              claim.leftEarlyMinutes !== null &&
                claim.leftEarlyMinutes > 0 &&
                t('leftEarly', { minutes: claim.leftEarlyMinutes }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <Badge
          variant={state === 'in' || state === 'out' ? 'light' : 'outline'}
          color={state === 'missing' || state === 'noShow' ? 'orange' : 'teal'}
        >
          {t(`state.${state}`)}
        </Badge>
      </Group>
      {state !== 'ahead' && !claim.isImported && (
        <Actions claim={claim} state={state} zone={zone} now={now} />
      )}
    </Stack>
  );
}

/** The possible records: while the shift is on, events as they happen; afterwards, corrections. */
function Actions({ claim, state, zone, now }: { claim: Claim; state: State; zone: string; now: number }) {
  const t = useTranslations('attendance');
  const { nameOf } = useOperators();
  const { time } = useTimes();
  const [form, setForm] = useState<'correct' | 'cover' | null>(null);
  const name = nameOf(claim.operatorId);
  const params = { path: { id: claim.id } };
  const isPast = isOver(claim, now);
  const checkIn = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/check-in', { params, body: {} })),
    said: ({ ended }) =>
      ended ? t('checkedInNext', { name, time: time(ended.checkedOutAt, zone) }) : t('checkedIn', { name }),
  });
  const checkOut = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/check-out', { params, body: {} })),
    said: () => t('checkedOut', { name }),
    undo: () => ask(api.POST('/api/v1/claims/{id}/undo-check-out', { params })),
  });
  const noShow = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/no-show', { params })),
    said: () => t('markedNoShow', { name }),
    undo: () => ask(api.POST('/api/v1/claims/{id}/undo-no-show', { params })),
  });
  const close = (): void => setForm(null);
  const hasCome = state === 'in' || state === 'out';
  return (
    <Group gap="xs">
      {!hasCome && !isPast && (
        <Button size="sm" onClick={() => checkIn.mutate()} loading={checkIn.isPending}>
          {t('checkIn')}
        </Button>
      )}
      {state === 'missing' && (
        <Button size="sm" variant="default" onClick={() => noShow.mutate()} loading={noShow.isPending}>
          {t('noShow')}
        </Button>
      )}
      {state === 'in' && !isPast && (
        <Button size="sm" variant="default" onClick={() => checkOut.mutate()} loading={checkOut.isPending}>
          {t('checkOut')}
        </Button>
      )}
      {isToSignOff(claim, now) && <SignOff claim={claim} />}
      {(isPast || state === 'out') && (
        <Button
          size="sm"
          variant="subtle"
          px="xs"
          onClick={() => setForm('correct')}
          aria-label={t('correctOf', { name })}
        >
          {t('correct')}
        </Button>
      )}
      {!hasCome && isPast && !claim.isShadow && (
        <Button
          size="sm"
          variant="subtle"
          px="xs"
          onClick={() => setForm('cover')}
          aria-label={t('coverOf', { name })}
        >
          {t('cover')}
        </Button>
      )}
      {form === 'correct' && <CorrectionForm claim={claim} name={name} zone={zone} onClose={close} />}
      {form === 'cover' && <CoverForm claim={claim} name={name} zone={zone} onClose={close} />}
    </Group>
  );
}
