import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { useMe } from '../../api/me.js';
import { type Instant } from '../../time/local-time.js';
import { useTimes } from '../../time/time-format.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { TimesFields, useWorkedTimes } from './times-fields.js';

interface Worked {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  checkedInAt: Instant | null;
  checkedOutAt: Instant | null;
}

/**
 * When somebody really came and left. An operator requests it; a supervisor's correction takes effect at
 * once.
 */
export function CorrectionForm({
  claim,
  name,
  zone,
  onClose,
}: {
  claim: Worked;
  /** The operator's name; left out for the user's own shift. */
  name?: string;
  zone: string;
  onClose: () => void;
}) {
  const t = useTranslations('corrections');
  const me = useMe();
  const { span } = useTimes();
  const times = useWorkedTimes(claim, claim, zone);
  const [reason, setReason] = useState('');
  const isAsking = me.role === 'operator';
  const correct = (body: { checkedInAt: Instant; checkedOutAt: Instant; reason: string }) =>
    ask(
      api.POST('/api/v1/claims/{id}/attendance-corrections', {
        ...once(),
        params: { path: { id: claim.id } },
        body,
      }),
    );
  const { checkedInAt: inBefore, checkedOutAt: outBefore } = claim;
  const isReversible = !isAsking && inBefore !== null && outBefore !== null;
  const save = useAct({
    run: () => correct({ checkedInAt: times.checkedInAt, checkedOutAt: times.checkedOutAt, reason }),
    said: () => (isAsking ? t('asked') : t('corrected')),
    ...(isReversible && {
      undo: () => correct({ checkedInAt: inBefore, checkedOutAt: outBefore, reason: t('undoReason') }),
    }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <Text size="sm" mb="sm">
        {name && `${name} · `}
        {t('planned', { shift: span(claim.startsAt, claim.endsAt, zone) })}
      </Text>
      <Form act={save} submit={isAsking ? t('ask') : t('correct')}>
        <TimesFields times={times} zone={zone} />
        <TextField
          label={t('reason')}
          {...(isAsking && { description: t('reasonHint') })}
          value={reason}
          onChange={setReason}
        />
      </Form>
    </Dialog>
  );
}
