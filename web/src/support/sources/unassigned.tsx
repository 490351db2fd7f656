import { Anchor, Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { useLocations, useSettings } from '../../api/lookups.js';
import { usePages } from '../../api/pages.js';
import { listRequests } from '../list-requests.js';
import { useTimes } from '../../time/time-format.js';
import { ErrorState } from '../../ui/query-states.js';
import { ShowMore } from '../../ui/show-more.js';
import { useAct } from '../../ui/use-act.js';

type Request = Schemas['SupportRequestDto'];

/**
 * The basket: requests that are in no figure until they have a location. Nothing is shown when it is empty. It is read
 * again when the `count` that the sources tell changes.
 */
export function Unassigned({ count }: { count: number }) {
  const t = useTranslations('unassigned');
  const query = usePages({
    queryKey: ['requests', 'unassigned', count],
    page: (cursor) => listRequests({ unassigned: true, limit: 20, cursor }),
  });
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data || query.data.length === 0) return null;
  return (
    <section aria-labelledby="unassigned">
      <Title order={2} size="h4" id="unassigned">
        {t('title')}
      </Title>
      <Text c="dimmed" size="sm" mb="xs">
        {t('hint')}
      </Text>
      <Stack gap="sm">
        <ul className="plain-list">
          {query.data.map((request) => (
            <li key={request.id} className="card">
              <Waiting request={request} />
            </li>
          ))}
        </ul>
        <ShowMore pages={query} />
      </Stack>
    </section>
  );
}

function Waiting({ request }: { request: Request }) {
  const t = useTranslations('unassigned');
  const { locations, nameOf } = useLocations();
  const { timeZone } = useSettings();
  const { moment } = useTimes();
  const [locationId, setLocationId] = useState(locations.length === 1 ? locations[0]!.id : '');
  const { id, externalId, externalUrl, place, source, title } = request;
  const name = title ?? t('request', { number: externalId ?? '' });
  const params = { path: { id } };
  const assign = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/support-requests/{id}/assign', {
          ...once(),
          params,
          body: { locationId },
        }),
      ),
    said: () => t('assigned', { name, location: nameOf(locationId) }),
    undo: () => ask(api.POST('/api/v1/support-requests/{id}/unassign', { ...once(), params })),
  });
  return (
    <Stack gap="xs">
      <div className="wrapping">
        <Text fw={600}>
          {externalUrl === null ? (
            name
          ) : (
            <Anchor href={externalUrl} target="_blank" rel="noreferrer">
              {name}
            </Anchor>
          )}
        </Text>
        <Text size="sm" c="dimmed">
          {[source, place ?? t('withoutPlace'), moment(request.openedAt, timeZone)].join(' · ')}
        </Text>
      </div>
      <Group gap="xs" align="flex-end">
        <NativeSelect
          label={t('location')}
          value={locationId}
          onChange={({ currentTarget }) => setLocationId(currentTarget.value)}
          data={[
            { value: '', label: t('choose') },
            ...locations.map((location) => ({ value: location.id, label: location.name })),
          ]}
        />
        <Button
          variant="default"
          disabled={locationId === ''}
          loading={assign.isPending}
          onClick={() => assign.mutate()}
          aria-label={t('assignOf', { name })}
        >
          {t('assign')}
        </Button>
      </Group>
    </Stack>
  );
}
