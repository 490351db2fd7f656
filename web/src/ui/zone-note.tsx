import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { offsetAt, zoneOfReader } from '../time/local-time.js';
import { useNow } from '../time/now.js';

const cityOf = (zone: string): string => zone.split('/').at(-1)!.replaceAll('_', ' ');

/** Shown only when the reader's clock differs from the location's. */
export function ZoneNote({ zone }: { zone: string }) {
  const t = useTranslations('time');
  const now = useNow(600_000);
  const own = zoneOfReader();
  if (offsetAt(now, zone) === offsetAt(now, own)) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('otherZone', { zone: cityOf(zone), own: cityOf(own) })}
    </Text>
  );
}
