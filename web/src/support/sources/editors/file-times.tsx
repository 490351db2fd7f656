import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { DATE_ORDERS } from '../../../../../src/domain/written-dates.js';
import { ZoneField } from '../../../ui/fields.js';
import type { MappingDraft } from './file-draft.js';

interface Props {
  draft: MappingDraft;
  onChange: (change: Partial<MappingDraft>) => void;
}

/** How the times in a file are written. */
export function FileTimes({ draft, onChange }: Props) {
  const t = useTranslations('sources');
  const named = useTranslations('imports');
  return (
    <>
      <ZoneField
        label={t('file.timeZone')}
        description={t('file.timeZoneHint')}
        emptyLabel={t('file.zoneOfLocation')}
        value={draft.timeZone}
        onChange={(timeZone) => onChange({ timeZone })}
      />
      <NativeSelect
        label={named('dateOrder')}
        description={t('file.dateOrderHint')}
        value={draft.dateOrder}
        onChange={({ currentTarget: { value: dateOrder } }) => onChange({ dateOrder })}
        data={[
          { value: '', label: named('byTheFile') },
          ...DATE_ORDERS.map((value) => ({ value, label: named(`dateOrders.${value}`) })),
        ]}
      />
    </>
  );
}
