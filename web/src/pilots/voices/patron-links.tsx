import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { useLocations } from '../../api/lookups.js';
import { Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { patronLinksQuery } from './queries.js';

/** For each location, the sheet with the question to patrons: to make, to print and to revoke. */
export function PatronLinks({ locationIds }: { locationIds: readonly string[] }) {
  const t = useTranslations('patronLinks');
  const query = useQuery(patronLinksQuery);
  return (
    <Stack gap="xs">
      <div>
        <Title order={3} size="h5">
          {t('title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('hint')}
        </Text>
      </div>
      <Loaded query={query} rows={1}>
        {(links) => (
          <ul className="plain-list">
            {locationIds.map((locationId) => (
              <li key={locationId} className="card">
                <OneLocation
                  locationId={locationId}
                  link={links.find((link) => link.locationId === locationId)}
                />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Stack>
  );
}

function OneLocation({
  locationId,
  link,
}: {
  locationId: string;
  link: Schemas['PatronLinkDto'] | undefined;
}) {
  const t = useTranslations('patronLinks');
  const name = useLocations().nameOf(locationId);
  const make = useAct({
    run: () => ask(api.POST('/api/v1/patron-links', { ...once(), body: { locationId } })),
    said: () => t('made', { name }),
  });
  const revoke = useAct({
    run: (id: string) => ask(api.DELETE('/api/v1/patron-links/{id}', { params: { path: { id } } })),
    said: () => t('revoked', { name }),
  });
  return (
    <div className="card-row">
      <Text>{name}</Text>
      <Group gap="xs">
        {link ? (
          <>
            <Link
              to="/desk-sheets/$id"
              params={{ id: link.id }}
              className="as-button"
              aria-label={t('sheetOf', { name })}
            >
              {t('sheet')}
            </Link>
            <Button
              variant="default"
              aria-label={t('revokeOf', { name })}
              onClick={() => revoke.mutate(link.id)}
              loading={revoke.isPending}
            >
              {t('revoke')}
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            aria-label={t('makeOf', { name })}
            onClick={() => make.mutate()}
            loading={make.isPending}
          >
            {t('make')}
          </Button>
        )}
      </Group>
    </div>
  );
}
