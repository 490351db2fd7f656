import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { useSettings } from '../../api/lookups.js';
import { addDays, instantOf } from '../../time/local-time.js';
import { Dialog } from '../../ui/dialog.js';
import { DateField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import type { Source } from './queries.js';

/** Collects what was opened from one day to another, both included. */
export function BackfillForm({ source: { id, name }, onClose }: { source: Source; onClose: () => void }) {
  const t = useTranslations('sources');
  const { timeZone } = useSettings();
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const start = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/support-sources/{id}/backfills', {
          ...once(),
          params: { path: { id } },
          body: {
            from: instantOf(first, '00:00', timeZone),
            to: instantOf(addDays(last, 1), '00:00', timeZone),
          },
        }),
      ),
    said: () => t('backfillStarted', { name }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('backfillTitle', { name })} onClose={onClose}>
      <Form act={start} submit={t('backfillSubmit')}>
        <Text size="sm">{t('backfillHint')}</Text>
        <DateField label={t('firstDay')} value={first} onChange={setFirst} />
        <DateField label={t('lastDay')} value={last} onChange={setLast} />
      </Form>
    </Dialog>
  );
}
