import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, askAll, type Schemas } from '../api/client.js';
import { useLocations, usePositions } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import type { Missing } from '../scheduling/board/filling.js';
import { GapFilling } from '../scheduling/board/gap-filling.js';
import { millisOf } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dayOf, useTimes } from '../time/time-format.js';
import { NoMail } from '../ui/no-mail.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { StaffedWhileClosed } from './staffed-while-closed.js';

const SCAN_FOLLOWS_MILLIS = 10_000;

type Filled = Missing & { locationId: string };

/** Future gaps, soonest first. Each has what fills it and a link to its week. */
export function Gaps() {
  const t = useTranslations('gaps');
  const now = useNow();
  const { locations } = useLocations();
  const canFill = useMe().role !== 'campus_it';
  const [filled, setFilled] = useState<Filled | null>(null);
  const location = locations.find(({ id }) => id === filled?.locationId);
  const query = useQuery({
    queryKey: ['gaps', 'alerts', 'open'],
    // A scan runs some seconds after a change, and no live event follows it.
    refetchInterval: SCAN_FOLLOWS_MILLIS,
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/coverage/alerts', { params: { query: { status: 'open', limit: 200, cursor } } }),
      ),
  });
  return (
    <Page title={t('title')} note={t('hint')}>
      {canFill && <NoMail about="gaps" />}
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
                      <li key={alert.id} className="card gap-card">
                        <span className="hatched" aria-hidden />
                        <Alert alert={alert} onFill={canFill ? setFilled : undefined} />
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </Stack>
          );
        }}
      </Loaded>
      <StaffedWhileClosed now={now} />
      {filled && location && <GapFilling gap={filled} location={location} onClose={() => setFilled(null)} />}
    </Page>
  );
}

function Alert({
  alert,
  onFill,
}: {
  alert: Schemas['AlertDto'];
  onFill: ((gap: Filled) => void) | undefined;
}) {
  const t = useTranslations('gaps');
  const { hours } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const { positions, nameOf: positionNameOf } = usePositions();
  const position = positions.length > 1 ? positionNameOf(alert.positionId) : undefined;
  return (
    <div className="wrapping">
      <Text fw={600}>{[nameOf(alert.locationId), position].filter(Boolean).join(' · ')}</Text>
      {alert.stretches.map((stretch) => {
        const when = hours(stretch.startsAt, stretch.endsAt, zoneOf(alert.locationId));
        return (
          <Group key={stretch.startsAt} justify="space-between" mt={4}>
            <Text size="sm" className="gap-words">
              {t(stretch.assigned === 0 ? 'empty' : 'short', {
                hours: when,
                missing: stretch.missing,
                required: stretch.required,
              })}
            </Text>
            {onFill && (
              <Button
                size="sm"
                variant="default"
                aria-label={t('fillHours', { hours: when })}
                onClick={() =>
                  onFill({ ...stretch, positionId: alert.positionId, locationId: alert.locationId })
                }
              >
                {t('fill')}
              </Button>
            )}
          </Group>
        );
      })}
      <Link to="/board" search={{ location: alert.locationId, week: alert.date }}>
        {t('toBoard')}
      </Link>
    </div>
  );
}
