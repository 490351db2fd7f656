import { Button, Collapse, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useId } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, askAll, type Schemas } from '../api/client.js';
import { usePages } from '../api/pages.js';
import { useLocations } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { currentSecond } from '../time/clock.js';
import { HOUR, inZone } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { useNotices } from '../ui/notices.js';
import { Loaded } from '../ui/query-states.js';
import { ShowMore } from '../ui/show-more.js';
import { offeredAt, useCategories, type Category } from './categories/use-categories.js';
import { LogRequest } from './log-request.js';
import { listRequests } from './list-requests.js';
import { send, takeBack, useOutgoing } from './outgoing-queue.js';
import type { Request } from './request-acts.js';
import { RequestCard } from './request-card.js';

const HOURS_BACK = 12;

const SHOWN = 20;

const talliesQuery = (locationId: string, from: string) =>
  queryOptions({
    queryKey: ['tallies', locationId, from],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/support-tallies', { params: { query: { locationId, from, limit: 200, cursor } } }),
      ),
  });

/** Loaded when somebody counts. */
const CountPeople = lazy(() =>
  import('./activity/count-people.js').then((part) => ({ default: part.CountPeople })),
);

/** Loaded after the desk. */
const BrokenStations = lazy(() =>
  import('./labs/broken-stations.js').then((part) => ({ default: part.BrokenStations })),
);

const sumOf = (tallies: readonly { count: number }[]): number =>
  tallies.reduce((sum, { count }) => sum + count, 0);

function Count({ count }: { count: number }) {
  const t = useTranslations('desk');
  if (count === 0) return null;
  return <span className="tally-count">{t('taps', { count })}</span>;
}

/** Requests at the desk: one tap per question, a form for longer ones, and the list of open ones. */
export function Desk({ locationId }: { locationId: string }) {
  const t = useTranslations('desk');
  const me = useMe();
  const client = useQueryClient();
  const notices = useNotices();
  const now = useNow();
  const zone = useLocations().zoneOf(locationId);
  const from = inZone(Math.floor(now / HOUR) * HOUR - HOURS_BACK * HOUR, zone);
  const { data: tallies = [] } = useQuery({
    ...talliesQuery(locationId, from),
    placeholderData: (before) => before,
  });
  const { categories, meantBy } = useCategories();
  const { waiting } = useOutgoing();
  const [isLogging, { open, close }] = useDisclosure(false);
  const [isCounting, counting] = useDisclosure(false);
  const unsent = waiting
    .filter(({ path, userId }) => path === TALLIES && userId === me.id)
    .map(({ body }) => body as Pick<Schemas['TallyDto'], 'category' | 'count'>);
  const counted = [...tallies, ...unsent];
  const count = sumOf(counted);
  const tally = async ({ name, label, directional }: Category): Promise<void> => {
    const at = inZone(currentSecond(), zone);
    const body = { locationId, at, count: 1, channel: 'desk', category: name, directional };
    try {
      const { item, answer } = await send(me.id, TALLIES, body, label);
      // Counted here at once. Otherwise it would be missing until the list is refetched.
      if (answer)
        client.setQueryData(talliesQuery(locationId, from).queryKey, (before) =>
          before?.concat(answer as Schemas['TallyDto']),
        );
      notices.say(t('tallied', { label }), async () => {
        const made = (await takeBack(item)) as Schemas['TallyDto'] | null;
        if (made)
          await ask(api.DELETE('/api/v1/support-tallies/{id}', { params: { path: { id: made.id } } }));
        await client.invalidateQueries({ queryKey: ['tallies'] });
      });
    } catch (error) {
      notices.fail(error);
    }
    await client.invalidateQueries({ queryKey: ['tallies'] });
  };
  return (
    <section aria-labelledby="desk">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4" id="desk">
            {t('title')}
          </Title>
          <Text size="sm" c="dimmed" aria-live="polite">
            {t('count', { count })}
          </Text>
        </Group>
        <div className="tallies">
          {offeredAt(categories, locationId).map((category) => (
            <button key={category.id} type="button" className="tally" onClick={() => void tally(category)}>
              <strong>{category.label}</strong>{' '}
              <Count count={sumOf(counted.filter((one) => meantBy(one.category)?.id === category.id))} />
            </button>
          ))}
        </div>
        <Button variant="default" onClick={isLogging ? close : open} aria-expanded={isLogging}>
          {t('log')}
        </Button>
        <Collapse expanded={isLogging} transitionDuration={0}>
          {isLogging && <LogRequest locationId={locationId} zone={zone} onDone={close} />}
        </Collapse>
        <Button variant="default" onClick={counting.toggle} aria-expanded={isCounting}>
          {t('countPeople')}
        </Button>
        {isCounting && (
          <Suspense>
            <CountPeople locationId={locationId} zone={zone} onDone={counting.close} />
          </Suspense>
        )}
        <Suspense>
          <BrokenStations locationId={locationId} zone={zone} now={now} />
        </Suspense>
        <Requests locationId={locationId} zone={zone} from={from} />
      </Stack>
    </section>
  );
}

const TALLIES = '/api/v1/support-tallies';

/** What waits at this desk, and what was done in the last hours. */
function Requests({ locationId, zone, from }: { locationId: string; zone: string; from: string }) {
  const t = useTranslations('desk');
  const open = usePages({
    queryKey: ['requests', 'open', locationId],
    page: (cursor) => listRequests({ locationId, resolved: false, history: false, limit: SHOWN, cursor }),
  });
  const done = usePages({
    queryKey: ['requests', 'done', locationId, from],
    page: (cursor) => listRequests({ locationId, from, resolved: true, limit: SHOWN, cursor }),
  });
  return (
    <>
      <Loaded query={open} rows={2} unheard={t('requestsUnheard')}>
        {(items) =>
          items.length === 0 ? (
            <Text c="dimmed" size="sm">
              {t('noRequests')}
            </Text>
          ) : (
            <List title={t('requests')} requests={items} zone={zone} />
          )
        }
      </Loaded>
      <ShowMore pages={open} />
      {done.data && done.data.length > 0 && (
        <List title={t('requestsDone')} requests={done.data} zone={zone} />
      )}
      <ShowMore pages={done} />
    </>
  );
}

function List({ title, requests, zone }: { title: string; requests: readonly Request[]; zone: string }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={3} size="h5" id={id} mb="xs">
        {title}
      </Title>
      <ul className="plain-list">
        {requests.map((request) => (
          <li key={request.id} className="card">
            <RequestCard request={request} zone={zone} />
          </li>
        ))}
      </ul>
    </section>
  );
}
