import { Button, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../../api/client.js';
import { useLocations } from '../../api/lookups.js';
import { withOutreachTexts } from '../../i18n/outreach-texts.js';
import { inZone, millisOf, zoneOfReader } from '../../time/local-time.js';
import { dateWithYearOf } from '../../time/time-format.js';
import { Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { SharedAddress } from '../shared-address.js';
import { NewCalendar } from './new-calendar.js';
import { feedsQuery, type Feed } from './queries.js';

/** The addresses at which the person's calendar programs read shifts. */
export const Calendars = withOutreachTexts(function Calendars() {
  const t = useTranslations('calendars');
  const query = useQuery(feedsQuery);
  const [isAdding, setAdding] = useState(false);
  return (
    <section aria-labelledby="calendars" className="narrow">
      <Title order={2} size="h4" id="calendars">
        {t('title')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('hint')}
      </Text>
      <Loaded query={query} rows={1}>
        {(feeds) =>
          feeds.length === 0 ? (
            <Text mb="xs">{t('none')}</Text>
          ) : (
            <ul className="plain-list">
              {feeds.map((feed) => (
                <li key={feed.id} className="card">
                  <OneFeed feed={feed} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Button variant="default" mt="xs" onClick={() => setAdding(true)}>
        {t('add')}
      </Button>
      {isAdding && <NewCalendar onClose={() => setAdding(false)} />}
    </section>
  );
});

function OneFeed({ feed: { id, kind, locationId, includePending, createdAt, lastUsedAt } }: { feed: Feed }) {
  const t = useTranslations('calendars');
  const { nameOf } = useLocations();
  const what = kind === 'location' ? t('ofLocation', { name: nameOf(locationId) }) : t(`kind.${kind}`);
  const dateText = (iso: string): string => dateWithYearOf(inZone(millisOf(iso), zoneOfReader()));
  const revoke = useAct({
    run: () => ask(api.DELETE('/api/v1/calendar-feeds/{id}', { params: { path: { id } } })),
    said: () => t('revoked'),
  });
  return (
    <SharedAddress
      what={what}
      facts={[
        t('made', { at: dateText(createdAt) }),
        lastUsedAt === null ? t('neverRead') : t('read', { at: dateText(lastUsedAt) }),
        ...(includePending ? [t('withPending')] : []),
      ]}
      revoke={revoke}
      words={{ revoke: t('revoke'), revokeOf: t('revokeOf', { what }) }}
    />
  );
}
