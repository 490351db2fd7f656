import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { useOperators } from '../../api/lookups.js';
import { useTimes } from '../../time/time-format.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import type { Claim } from '../queries.js';
import { TimesFields, useWorkedTimes } from './times-fields.js';

const NOT_RECORDED = { checkedInAt: null, checkedOutAt: null };

/** Records afterwards that another operator worked the shift and is to be paid for it. */
export function CoverForm({
  claim,
  name,
  zone,
  onClose,
}: {
  claim: Claim;
  name: string;
  zone: string;
  onClose: () => void;
}) {
  const t = useTranslations('covering');
  const { span } = useTimes();
  const { operators, nameOf } = useOperators();
  const times = useWorkedTimes(claim, NOT_RECORDED, zone);
  const [operatorId, setOperatorId] = useState('');
  const [reason, setReason] = useState('');
  const others = operators
    .filter(
      ({ id, locationIds, deactivatedOn }) =>
        id !== claim.operatorId &&
        deactivatedOn === null &&
        (locationIds.length === 0 || locationIds.includes(claim.locationId)),
    )
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const save = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/claims/{id}/covered-by', {
          ...once(),
          params: { path: { id: claim.id } },
          body: { operatorId, reason, checkedInAt: times.checkedInAt, checkedOutAt: times.checkedOutAt },
        }),
      ),
    said: () => t('done', { name: nameOf(operatorId) }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <Text size="sm" mb="sm">
        {t('hint', { name, shift: span(claim.startsAt, claim.endsAt, zone) })}
      </Text>
      <Form act={save} submit={t('submit')}>
        <NativeSelect
          label={t('who')}
          required
          value={operatorId}
          onChange={({ currentTarget }) => setOperatorId(currentTarget.value)}
          data={[
            { value: '', label: t('choose') },
            ...others.map((operator) => ({ value: operator.id, label: operator.name })),
          ]}
        />
        <TimesFields times={times} zone={zone} />
        <TextField label={t('reason')} value={reason} onChange={setReason} />
      </Form>
    </Dialog>
  );
}
