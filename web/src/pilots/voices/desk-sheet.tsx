import { Anchor, Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { QRCodeSVG } from 'qrcode.react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../../api/client.js';
import { locationsQuery } from '../../api/queries.js';
import { withPilotTexts } from '../../i18n/pilot-texts.js';
import { Loaded } from '../../ui/query-states.js';

const SIZE = 320;

/** A sheet for a desk: the question to patrons, and the code that leads to it. */
export const DeskSheet = withPilotTexts(function DeskSheet() {
  const { id } = useParams({ from: '/desk-sheets/$id' });
  const t = useTranslations('deskSheet');
  const query = useQuery({
    queryKey: ['patron-link', id],
    queryFn: () => ask(api.GET('/api/v1/patron-links/{id}', { params: { path: { id } } })),
  });
  const { data: locations = [] } = useQuery(locationsQuery);
  return (
    <main className="alone desk-sheet">
      <title>{`${t('title')} · Afterhours`}</title>
      <Loaded query={query} rows={2}>
        {({ url, locationId }) => (
          <>
            <Text>{locations.find((location) => location.id === locationId)?.name}</Text>
            <Title order={1}>{t('question')}</Title>
            <QRCodeSVG value={url} size={SIZE} marginSize={4} title={t('code')} className="qr" />
            <Text>{t('how')}</Text>
            <Text size="sm" className="wrapping">
              {url}
            </Text>
            <Group gap="sm" justify="center" className="no-print" mt="md">
              <Button onClick={() => print()}>{t('print')}</Button>
              <Anchor component={Link} to="/pilots">
                {t('back')}
              </Anchor>
            </Group>
          </>
        )}
      </Loaded>
    </main>
  );
});
