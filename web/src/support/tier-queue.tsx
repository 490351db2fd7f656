import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { useLocations } from '../api/lookups.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { ClockLine } from './clock-line.js';
import { RequestCard } from './request-card.js';
import type { filtersOf } from './request-filters.js';

const REFETCH_MILLIS = 60_000;

type Tier = Schemas['SupportRequestDto']['tier'];

interface Props {
  tier: Tier;
  filters: ReturnType<typeof filtersOf>;
  /** Shown when nothing fits the filters. */
  noneFound: ReactNode;
}

/** What a tier has to do: first what is over its target or due next. */
export function TierQueue({ tier, filters, noneFound }: Props) {
  const t = useTranslations('requests');
  const { locations, nameOf, zoneOf } = useLocations();
  const query = useQuery({
    queryKey: ['requests', 'queue', tier, filters],
    queryFn: () => ask(api.GET('/api/v1/support-queue', { params: { query: { tier, ...filters } } })),
    // Clocks run while nothing else changes.
    refetchInterval: REFETCH_MILLIS,
  });
  return (
    <Loaded query={query}>
      {({ items, more }) =>
        items.length === 0 ? (
          (noneFound ?? (
            <Empty title={t(tier === 'library' ? 'none.library' : 'none.campus')}>{t('noneHint')}</Empty>
          ))
        ) : (
          <Stack gap="sm">
            {items.every(({ clock }) => clock === null) && (
              <Text size="sm" c="dimmed">
                {t('noTargets')}
              </Text>
            )}
            <ul className="plain-list">
              {items.map((request) => {
                const zone = zoneOf(request.locationId);
                return (
                  <li key={request.id} className="card">
                    {request.clock && <ClockLine clock={request.clock} zone={zone} />}
                    <RequestCard
                      request={request}
                      {...(locations.length > 1 && { place: nameOf(request.locationId) })}
                      zone={zone}
                    />
                  </li>
                );
              })}
            </ul>
            {more && <Text size="sm">{t('moreInQueue', { count: items.length })}</Text>}
          </Stack>
        )
      }
    </Loaded>
  );
}
