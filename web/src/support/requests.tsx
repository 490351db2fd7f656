import { SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { useLocations } from '../api/lookups.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/states.js';
import { RequestCard } from './desk.js';

const SHOWN = 100;

/** What was asked, newest first; what is escalated is what Campus IT comes for. */
export function Requests() {
  const t = useTranslations('requests');
  const [which, setWhich] = useState<'escalated' | 'all'>('escalated');
  const { nameOf, zoneOf } = useLocations();
  const query = useQuery({
    queryKey: ['requests', 'list', which],
    queryFn: () =>
      ask(
        api.GET('/api/v1/support-requests', {
          params: { query: { limit: SHOWN, ...(which === 'escalated' && { escalated: true }) } },
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
              <ul className="plain-list">
                {items.map((request) => {
                  return (
                    <li key={request.id} className="card">
                      <Text size="sm" c="dimmed">
                        {nameOf(request.locationId)}
                      </Text>
                      <RequestCard request={request} zone={zoneOf(request.locationId)} />
                    </li>
                  );
                })}
              </ul>
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
