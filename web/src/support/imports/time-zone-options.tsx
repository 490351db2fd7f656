import { Checkbox, Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLocations } from '../../api/lookups.js';
import { ZoneField } from '../../ui/fields.js';
import type { Draft } from './mapping.js';

/** The time zone of the file's times. */
export function TimeZoneOptions({
  draft,
  onChange,
}: {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
}) {
  const t = useTranslations('imports');
  const { zoneOf } = useLocations();
  const zone = draft.timeZone === '' ? zoneOf(draft.locationId) : draft.timeZone;
  return (
    <details>
      <summary>{t(draft.ignoreOffset ? 'timesWithoutOffsets' : 'times', { zone })}</summary>
      <Stack gap="sm" mt="xs">
        <ZoneField value={zone} onChange={(timeZone) => onChange({ timeZone })} />
        <Checkbox
          size="md"
          label={t('ignoreOffset')}
          checked={draft.ignoreOffset}
          onChange={({ currentTarget }) => onChange({ ignoreOffset: currentTarget.checked })}
        />
      </Stack>
    </details>
  );
}
