import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api, askAll, type Schemas } from '../api/client.js';
import { useLocations, usePositions } from '../api/lookups.js';
import { millisOf } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dayOf, useTimes } from '../time/times.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/states.js';

/** What is not covered in the time ahead, soonest first, each with the way to the week it is in. */
export function Gaps() {
  const t = useTranslations('gaps');
  const now = useNow();
  const query = useQuery({
    queryKey: ['gaps', 'alerts', 'open'],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/coverage/alerts', { params: { query: { status: 'open', limit: 200, cursor } } }),
      ),
  });
  return (
    <Page title={t('title')} note={t('hint')}>
      <Loaded query={query}>
        {(alerts) => {
          const ahead = alerts
            .filter(({ stretches }) => stretches.some(({ endsAt }) => millisOf(endsAt) > now))
            .sort((a, b) => millisOf(a.stretches[0]!.startsAt) - millisOf(b.stretches[0]!.startsAt));
          if (ahead.length === 0) return <Empty title={t('none')}>{t('noneHint')}</Empty>;
          const days = Map.groupBy(ahead, ({ date }) => date);
          return (
            <Stack gap="md">
              {[...days].map(([date, some]) => (
                <section key={date} aria-labelledby={`gaps-${date}`}>
                  <Title order={2} size="h5" id={`gaps-${date}`} mb={4}>
                    {dayOf(date)}
                  </Title>
                  <ul className="plain-list">
                    {some.map((alert) => (
                      <li key={alert.id}>
                        <Link
                          to="/board"
                          search={{ location: alert.locationId, week: alert.date }}
                          className="card gap-card"
                        >
                          <span className="hatched" aria-hidden />
                          <Alert alert={alert} />
                        </Link>
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </Stack>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Alert({ alert }: { alert: Schemas['AlertDto'] }) {
  const t = useTranslations('gaps');
  const { hours } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const { positions, nameOf: positionNameOf } = usePositions();
  const position = positions.length > 1 ? positionNameOf(alert.positionId) : undefined;
  return (
    <div className="wrapping">
      <Text fw={600}>{[nameOf(alert.locationId), position].filter(Boolean).join(' · ')}</Text>
      {alert.stretches.map((stretch) => (
        <Text key={stretch.startsAt} size="sm" className="gap-words">
          {t(stretch.assigned === 0 ? 'empty' : 'short', {
            hours: hours(stretch.startsAt, stretch.endsAt, zoneOf(alert.locationId)),
            missing: stretch.missing,
            required: stretch.required,
          })}
        </Text>
      ))}
    </div>
  );
}
