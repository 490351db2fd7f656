import { Anchor, Badge, Button, Collapse, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, askAll, type Schemas } from '../api/client.js';
import { useLocations } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { currentSecond } from '../time/clock.js';
import { HOUR, inZone, millisOf } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { useTimes } from '../time/time-format.js';
import { useNotices } from '../ui/notices.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { CATEGORIES, type Category } from './categories.js';
import { LogRequest } from './log-request.js';
import { send, takeBack, useOutgoing } from './outgoing-queue.js';

const HOURS_BACK = 12;

export const recentQuery = (locationId: string, from: string) =>
  queryOptions({
    queryKey: ['requests', 'recent', locationId, from],
    queryFn: () =>
      ask(
        api.GET('/api/v1/support-requests', {
          params: { query: { locationId, from, history: false, limit: 20 } },
        }),
      ),
  });

const talliesQuery = (locationId: string, from: string) =>
  queryOptions({
    queryKey: ['tallies', locationId, from],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/support-tallies', { params: { query: { locationId, from, limit: 200, cursor } } }),
      ),
  });

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
  const { waiting } = useOutgoing();
  const [isLogging, { open, close }] = useDisclosure(false);
  const unsent = waiting.filter(({ path, userId }) => path === TALLIES && userId === me.id).length;
  const count = tallies.reduce((sum, tally) => sum + tally.count, 0) + unsent;
  const tally = async (category: Category): Promise<void> => {
    const body = {
      locationId,
      at: inZone(currentSecond(), zone),
      count: 1,
      channel: 'desk',
      category,
      directional: category === 'directions',
    };
    const label = t(`categories.${category}`);
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
          {CATEGORIES.map((category) => (
            <button key={category} type="button" className="tally" onClick={() => void tally(category)}>
              <strong>{t(`categories.${category}`)}</strong>
            </button>
          ))}
        </div>
        <Button variant="default" onClick={isLogging ? close : open} aria-expanded={isLogging}>
          {t('log')}
        </Button>
        <Collapse expanded={isLogging} transitionDuration={0}>
          {isLogging && <LogRequest locationId={locationId} zone={zone} onDone={close} />}
        </Collapse>
        <OpenRequests locationId={locationId} zone={zone} from={from} />
      </Stack>
    </section>
  );
}

const TALLIES = '/api/v1/support-tallies';

function OpenRequests({ locationId, zone, from }: { locationId: string; zone: string; from: string }) {
  const t = useTranslations('desk');
  const query = useQuery({ ...recentQuery(locationId, from), placeholderData: (before) => before });
  return (
    <Loaded query={query} rows={2} unheard={t('requestsUnheard')}>
      {({ items }) =>
        items.length === 0 ? (
          <Text c="dimmed" size="sm">
            {t('noRequests')}
          </Text>
        ) : (
          <ul className="plain-list" aria-label={t('requests')}>
            {items.map((request) => (
              <li key={request.id} className="card">
                <RequestCard request={request} zone={zone} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

/** A collected request is answered where it lives. */
function InItsSource({ request: { externalUrl, source } }: { request: Schemas['SupportRequestDto'] }) {
  const t = useTranslations('desk');
  const name = source ?? '';
  return externalUrl === null ? (
    <Text size="sm" c="dimmed">
      {t('from', { name })}
    </Text>
  ) : (
    <Anchor href={externalUrl} target="_blank" rel="noreferrer" size="sm" className="tap-target">
      {t('openIn', { name })}
    </Anchor>
  );
}

/** A request and its actions; with its location when several are shown. */
export function RequestCard({
  request,
  place,
  zone,
}: {
  request: Schemas['SupportRequestDto'];
  place?: string;
  zone: string;
}) {
  const t = useTranslations('desk');
  const { moment } = useTimes();
  const path = { id: request.id };
  const wait =
    request.waitedMinutes !== null
      ? t('waited', { minutes: request.waitedMinutes })
      : request.waitUnknown && t('waitUnknown');
  const at = () => inZone(Math.max(currentSecond(), millisOf(request.openedAt)), zone);
  const update = (body: Schemas['UpdateSupportRequestDto']) =>
    ask(api.PATCH('/api/v1/support-requests/{id}', { params: { path }, body }));
  const resolve = useAct({
    run: () =>
      update({ resolvedAt: at(), ...(request.firstResponseAt === null && { firstResponseAt: at() }) }),
    said: () => t('resolved'),
    undo: () => update({ resolvedAt: null }),
  });
  const escalate = useAct({
    run: () => update({ tier: 'campus-it', escalatedAt: at() }),
    said: () => t('escalated'),
    undo: () => update({ tier: 'library', escalatedAt: null }),
  });
  return (
    <div className="card-row">
      <div>
        <Group gap="xs">
          <Text fw={600}>{useCategoryName()(request.category)}</Text>
          {request.resolvedAt !== null ? (
            <Badge variant="light">{t('isResolved')}</Badge>
          ) : request.history ? (
            <Badge variant="outline" color="gray">
              {t('isHistory')}
            </Badge>
          ) : request.escalatedAt !== null ? (
            <Badge variant="outline" color="orange">
              {t('isEscalated')}
            </Badge>
          ) : (
            <Badge variant="outline">{t('isOpen')}</Badge>
          )}
        </Group>
        {request.title !== null && <Text size="sm">{request.title}</Text>}
        <Text size="sm" c="dimmed">
          {[place, moment(request.openedAt, zone), wait].filter(Boolean).join(' · ')}
        </Text>
      </div>
      {request.collected && <InItsSource request={request} />}
      {request.resolvedAt === null && !request.collected && (
        <Group gap="xs">
          <Button variant="default" onClick={() => resolve.mutate()} loading={resolve.isPending}>
            {t('resolve')}
          </Button>
          {request.escalatedAt === null && (
            <Button variant="default" onClick={() => escalate.mutate()} loading={escalate.isPending}>
              {t('escalate')}
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}

/** The category of a request. Categories from other systems keep their own word, with a capital letter. */
function useCategoryName(): (category: string | null) => string {
  const t = useTranslations('desk');
  return (name) => {
    if (name === null || name === '') return t('uncategorised');
    const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
    const known = CATEGORIES.find((one) => one === plain);
    return known ? t(`categories.${known}`) : name.charAt(0).toUpperCase() + name.slice(1);
  };
}
