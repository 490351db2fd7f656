import { SegmentedControl, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { useLocations } from '../api/lookups.js';
import { RequestCard } from './desk.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';

type Request = Schemas['SupportRequestDto'];

const SHOWN = 100;

/**
 * Requests, newest first. Campus IT looks for escalated ones, without imported history from before the pilot.
 */
export function Requests() {
  const t = useTranslations('requests');
  const [which, setWhich] = useState<'escalated' | 'all'>('escalated');
  const query = useQuery({
    queryKey: ['requests', 'list', which],
    queryFn: () =>
      ask(
        api.GET('/api/v1/support-requests', {
          params: {
            query: { limit: SHOWN, ...(which === 'escalated' && { escalated: true, history: false }) },
          },
        }),
      ),
  });
  return (
    <Page
      title={t('title')}
      actions={
        <SegmentedControl
          aria-label={t('which')}
          value={which}
          onChange={(value) => setWhich(value)}
          data={(['escalated', 'all'] as const).map((value) => ({ value, label: t(value) }))}
        />
      }
    >
      <Loaded query={query}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <Empty title={t(which === 'escalated' ? 'noneEscalated' : 'none')}>{t('noneHint')}</Empty>
          ) : (
            <>
              {which === 'all' ? <List requests={items} /> : <ByState requests={items} />}
              {nextCursor && (
                <Text size="sm" c="dimmed">
                  {t('newest', { count: SHOWN })}
                </Text>
              )}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

/** Open requests before answered ones. */
function ByState({ requests }: { requests: readonly Request[] }) {
  const t = useTranslations('requests');
  const states = Map.groupBy(requests, ({ resolvedAt }) => (resolvedAt === null ? 'waiting' : 'resolved'));
  return (['waiting', 'resolved'] as const).map((state) => {
    const some = states.get(state) ?? [];
    if (some.length === 0) return null;
    return (
      <section key={state} aria-labelledby={state}>
        <Title order={2} size="h4" id={state} mb="xs">
          {t(state, { count: some.length })}
        </Title>
        <List requests={some} />
      </section>
    );
  });
}

function List({ requests }: { requests: readonly Request[] }) {
  const { nameOf, zoneOf } = useLocations();
  return (
    <ul className="plain-list">
      {requests.map((request) => (
        <li key={request.id} className="card">
          <RequestCard
            request={request}
            place={nameOf(request.locationId)}
            zone={zoneOf(request.locationId)}
          />
        </li>
      ))}
    </ul>
  );
}
