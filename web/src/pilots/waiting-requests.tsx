import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { sourcesQuery } from '../support/sources/queries.js';

/** Says that requests of sources which serve the pilot's locations wait without one, so its figures lack them. */
export function WaitingRequests({ locationIds }: { locationIds: readonly string[] }) {
  const t = useTranslations('pilots');
  const { data = [] } = useQuery(sourcesQuery);
  const count = data
    .filter(({ locationId, locationRules }) =>
      [locationId, ...locationRules.map((rule) => rule.locationId)].some(
        (id) => id !== null && locationIds.includes(id),
      ),
    )
    .reduce((sum, { unassigned }) => sum + unassigned, 0);
  if (count === 0) return null;
  return (
    <Alert color="orange" variant="light" title={t('waitingRequests', { count })}>
      <Text size="sm">
        {t('waitingRequestsHint')} <Link to="/sources">{t('waitingRequestsLink')}</Link>
      </Text>
    </Alert>
  );
}
