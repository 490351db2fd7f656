import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import { removeMaintenance } from './acts.js';
import type { Maintenance } from './queries.js';

/** Takes back maintenance that closed time which is over: it stays a mark in the figures of pilots, with the reason. */
export function WithdrawForm({ onClose, ...props }: { window: Maintenance; onClose: () => void }) {
  const t = useTranslations('labs');
  const window = useOpened(props.window);
  const [reason, setReason] = useState('');
  const remove = useAct({
    run: () => removeMaintenance(window, reason),
    said: () => t('windowRemoved'),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('withdraw')} onClose={onClose}>
      <Form act={remove} submit={t('withdraw')}>
        <Text size="sm">{t('withdrawHint')}</Text>
        <TextField label={t('why')} value={reason} onChange={setReason} />
      </Form>
    </Dialog>
  );
}
