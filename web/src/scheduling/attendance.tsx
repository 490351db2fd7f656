import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { locationsQuery, operatorsQuery } from '../api/queries.js';
import { HOUR, inZone, millisOf } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { useTimes } from '../time/times.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/states.js';
import { useAct } from '../ui/use-act.js';
import { byStart, claimsQuery, type Claim } from './queries.js';

const QUARTER = 900_000;

/** Who is to be there tonight, and who is. */
export function Attendance() {
  const t = useTranslations('attendance');
  const now = useNow();
  const { data: locations = [] } = useQuery(locationsQuery);
  const zone = locations[0]?.timeZone ?? 'UTC';
  const at = Math.floor(now / QUARTER) * QUARTER;
  const span = { from: inZone(at - 8 * HOUR, zone), to: inZone(at + 14 * HOUR, zone) };
  const query = useQuery({
    ...claimsQuery({ ...span, status: 'approved' }),
    placeholderData: (before) => before,
  });
  return (
    <Page title={t('title')} note={t('hint')}>
      <Loaded query={query}>
        {(claims) =>
          claims.length === 0 ? (
            <Empty title={t('none')}>{t('noneHint')}</Empty>
          ) : (
            <ul className="plain-list">
              {claims.toSorted(byStart).map((claim) => (
                <li key={claim.id} className="card">
                  <Row claim={claim} now={now} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

type State = 'noShow' | 'out' | 'in' | 'missing' | 'ahead';

function stateOf(claim: Claim, now: number): State {
  if (claim.noShow) return 'noShow';
  if (claim.checkedOutAt !== null) return 'out';
  if (claim.checkedInAt !== null) return 'in';
  return millisOf(claim.startsAt) <= now ? 'missing' : 'ahead';
}

function Row({ claim, now }: { claim: Claim; now: number }) {
  const t = useTranslations('attendance');
  const { span, time } = useTimes();
  const { data: operators = [] } = useQuery(operatorsQuery);
  const { data: locations = [] } = useQuery(locationsQuery);
  const location = locations.find(({ id }) => id === claim.locationId);
  const zone = location?.timeZone ?? 'UTC';
  const name = operators.find(({ id }) => id === claim.operatorId)?.name ?? '';
  const state = stateOf(claim, now);
  const params = { path: { id: claim.id } };
  const checkIn = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/check-in', { params, body: {} })),
    said: () => t('checkedIn', { name }),
  });
  const checkOut = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/check-out', { params, body: {} })),
    said: () => t('checkedOut', { name }),
  });
  const noShow = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/no-show', { params })),
    said: () => t('markedNoShow', { name }),
  });
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm">{span(claim.startsAt, claim.endsAt, zone)}</Text>
          <Text size="sm" c="dimmed">
            {location?.name}
            {claim.checkedInAt !== null && ` · ${t('since', { time: time(claim.checkedInAt, zone) })}`}
            {claim.lateMinutes !== null &&
              claim.lateMinutes > 0 &&
              ` · ${t('late', { minutes: claim.lateMinutes })}`}
          </Text>
        </div>
        <Badge
          variant={state === 'in' || state === 'out' ? 'light' : 'outline'}
          color={state === 'missing' || state === 'noShow' ? 'orange' : 'teal'}
        >
          {t(`state.${state}`)}
        </Badge>
      </Group>
      <Group gap="xs">
        {state === 'missing' && (
          <>
            <Button size="sm" onClick={() => checkIn.mutate()} loading={checkIn.isPending}>
              {t('checkIn')}
            </Button>
            <Button size="sm" variant="default" onClick={() => noShow.mutate()} loading={noShow.isPending}>
              {t('noShow')}
            </Button>
          </>
        )}
        {state === 'in' && (
          <Button size="sm" variant="default" onClick={() => checkOut.mutate()} loading={checkOut.isPending}>
            {t('checkOut')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
