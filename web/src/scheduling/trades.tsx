import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { useLocations } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { hoursBetween, millisOf } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { hoursText, useTimes } from '../time/time-format.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { byStart, dropRequestsQuery, swapsQuery } from './queries.js';

type DropRequest = Schemas['DropRequestDto'];
type Swap = Schemas['SwapDto'];

/** Colleagues' drop requests, swaps, and the user's own requests. */
export function Trades() {
  const t = useTranslations('trades');
  const isStaff = useMe().role !== 'operator';
  const now = useNow();
  const drops = useQuery(dropRequestsQuery);
  const swaps = useQuery(swapsQuery);
  return (
    <Page title={t('title')} note={t('hint')}>
      <Loaded query={drops}>
        {(allDrops) => (
          <Loaded query={swaps}>
            {(allSwaps) => {
              const openDrops = allDrops
                .filter(
                  ({ status, startsAt }) => ['open', 'pending'].includes(status) && millisOf(startsAt) > now,
                )
                .sort(byStart);
              // Shifts the user may not take are shown with the reasons, but without a button.
              const isOfferedTo = ({ eligibility }: DropRequest) => eligibility?.eligible !== false;
              const offered = openDrops.filter(isOfferedTo);
              const others = openDrops.filter((drop) => !isOfferedTo(drop));
              const openSwaps = allSwaps.filter(({ status }) => status === 'open' || status === 'accepted');
              if (openDrops.length + openSwaps.length === 0)
                return <Empty title={t('none')}>{t(isStaff ? 'noneHintStaff' : 'noneHint')}</Empty>;
              return (
                <Stack gap="lg">
                  {openSwaps.length > 0 && (
                    <section aria-labelledby="swaps">
                      <Title order={2} size="h4" id="swaps" mb="xs">
                        {t('swaps')}
                      </Title>
                      <ul className="plain-list">
                        {openSwaps.map((swap) => (
                          <li key={swap.id} className="card">
                            <SwapCard swap={swap} />
                          </li>
                        ))}
                      </ul>
                    </section>
                  )}
                  {offered.length > 0 && <Drops id="drops" title={t('drops')} drops={offered} />}
                  {others.length > 0 && (
                    <Drops id="others" title={t('notForYou', { count: others.length })} drops={others} />
                  )}
                </Stack>
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Drops({ id, title, drops }: { id: string; title: string; drops: readonly DropRequest[] }) {
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h4" id={id} mb="xs">
        {title}
      </Title>
      <ul className="plain-list">
        {drops.map((drop) => (
          <li key={drop.id} className="card">
            <DropCard drop={drop} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function DropCard({ drop }: { drop: DropRequest }) {
  const t = useTranslations('trades');
  const me = useMe();
  const { span } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const when = span(drop.startsAt, drop.endsAt, zoneOf(drop.locationId));
  const path = { id: drop.id };
  const isOwn = me.operatorId !== null && drop.operatorId === me.operatorId;
  const take = useAct({
    run: () => ask(api.POST('/api/v1/drop-requests/{id}/take', { ...once(), params: { path }, body: {} })),
    said: ({ status }) =>
      status === 'approved' ? t('taken', { shift: when }) : t('takenPending', { shift: when }),
  });
  const cancel = useAct({
    run: () => ask(api.POST('/api/v1/drop-requests/{id}/cancel', { params: { path } })),
    said: () => t('kept', { shift: when }),
  });
  const release = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/drop-requests/{id}/release', {
          params: { path },
          body: { reason: t('releaseReason') },
        }),
      ),
    said: () => t('released', { shift: when }),
  });
  return (
    <div className="card-row">
      <div>
        <Text fw={600}>{when}</Text>
        <Text size="sm" c="dimmed">
          {t('from', {
            name: isOwn ? t('you') : drop.operatorName,
            location: nameOf(drop.locationId),
            hours: hoursText(hoursBetween(drop.startsAt, drop.endsAt)),
          })}
        </Text>
        {drop.reason && <Text size="sm">{drop.reason}</Text>}
        {drop.eligibility?.violations.map(({ code, message }) => (
          <Text key={code} size="sm">
            {message}
          </Text>
        ))}
        {drop.status === 'pending' && <Badge variant="outline">{t('waiting')}</Badge>}
      </div>
      {isOwn ? (
        <Button variant="default" onClick={() => cancel.mutate()} loading={cancel.isPending}>
          {t('keep')}
        </Button>
      ) : me.role === 'operator' ? (
        drop.status === 'open' &&
        drop.eligibility?.eligible !== false && (
          <Button
            onClick={() => take.mutate()}
            loading={take.isPending}
            aria-label={t('takeOf', { shift: when })}
          >
            {t('take')}
          </Button>
        )
      ) : (
        <Button variant="default" onClick={() => release.mutate()} loading={release.isPending}>
          {t('release')}
        </Button>
      )}
    </div>
  );
}

function SwapCard({ swap }: { swap: Swap }) {
  const t = useTranslations('trades');
  const me = useMe();
  const { span } = useTimes();
  const { zoneOf } = useLocations();
  const path = { id: swap.id };
  const offered = span(swap.offered.startsAt, swap.offered.endsAt, zoneOf(swap.offered.locationId));
  const wanted =
    swap.wanted && span(swap.wanted.startsAt, swap.wanted.endsAt, zoneOf(swap.wanted.locationId));
  const act = (verb: 'accept' | 'decline' | 'cancel' | 'approve') => ({
    run: () =>
      ask(
        verb === 'decline'
          ? api.POST('/api/v1/swaps/{id}/decline', { params: { path }, body: {} })
          : api.POST(`/api/v1/swaps/{id}/${verb}`, { params: { path } }),
      ),
    said: () => t(`swapDone.${verb}`),
  });
  const accept = useAct(act('accept'));
  const decline = useAct(act('decline'));
  const cancel = useAct(act('cancel'));
  const approve = useAct(act('approve'));
  const isStaff = me.role !== 'operator';
  return (
    <Stack gap="xs">
      <div>
        <Text fw={600}>{t('swapOf', { from: swap.fromName, to: swap.toName })}</Text>
        <Text size="sm">{wanted ? t('twoWay', { offered, wanted }) : t('oneWay', { offered })}</Text>
        {swap.status === 'accepted' && <Badge variant="outline">{t('waiting')}</Badge>}
      </div>
      <Group gap="xs">
        {swap.status === 'open' && swap.side === 'to' && (
          <Button onClick={() => accept.mutate()} loading={accept.isPending}>
            {t('accept')}
          </Button>
        )}
        {swap.status === 'accepted' && isStaff && (
          <Button onClick={() => approve.mutate()} loading={approve.isPending}>
            {t('approve')}
          </Button>
        )}
        {swap.side === 'from' ? (
          <Button variant="default" onClick={() => cancel.mutate()} loading={cancel.isPending}>
            {t('cancel')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => decline.mutate()} loading={decline.isPending}>
            {t('decline')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
