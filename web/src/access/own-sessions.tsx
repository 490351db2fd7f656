import { Badge, Button, Group, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, askAll, type Schemas } from '../api/client.js';
import { inZone, millisOf, zoneOfReader } from '../time/local-time.js';
import { dateWithYearOf, useTimes } from '../time/time-format.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';

const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/me/sessions', { params: { query: { limit: 200, cursor } } })),
});

/** The user's sessions; each can be ended. */
export function OwnSessions() {
  const t = useTranslations('account');
  const query = useQuery(ownSessionsQuery);
  return (
    <section aria-labelledby="sessions" className="narrow">
      <Title order={2} size="h4" id="sessions">
        {t('sessions')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('sessionsHint')}
      </Text>
      <Loaded query={query} rows={2}>
        {(sessions) => (
          <ul className="plain-list">
            {sessions.map((session) => (
              <li key={session.id} className="card">
                <OwnSession session={session} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function OwnSession({ session }: { session: Schemas['OwnSessionDto'] }) {
  const t = useTranslations('account');
  const { time } = useTimes();
  const { id, userAgent, address, current } = session;
  const device = userAgent ?? t('unknownDevice');
  const zone = zoneOfReader();
  const said = (iso: string): string => {
    const at = inZone(millisOf(iso), zone);
    return `${dateWithYearOf(at)}, ${time(at, zone)}`;
  };
  const end = useAct({
    run: () => ask(api.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } })),
    said: () => t('ended', { device }),
  });
  return (
    <div className="card-row">
      <div>
        <Group gap="xs">
          <Text fw={600}>{device}</Text>
          {current && <Badge variant="outline">{t('thisOne')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {t('since', { at: said(session.createdAt) })}
          {address !== null && ` · ${address}`}
        </Text>
        <Text size="sm" c="dimmed">
          {t('lastSeen', { at: said(session.lastSeenAt) })}
        </Text>
      </div>
      {!current && (
        <Button
          size="sm"
          variant="default"
          loading={end.isPending}
          onClick={() => end.mutate()}
          aria-label={t('endOf', { device })}
        >
          {t('end')}
        </Button>
      )}
    </div>
  );
}
