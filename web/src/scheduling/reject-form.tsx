import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';

/** The reason for a rejection, which is sent to the person who asked. */
export function RejectForm({
  title,
  reject,
  said,
  undo,
  onClose,
}: {
  title: string;
  reject: (reason: string) => Promise<unknown>;
  said: string;
  undo?: () => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useTranslations('reject');
  const [reason, setReason] = useState('');
  const act = useAct({
    run: () => reject(reason),
    said: () => said,
    ...(undo && { undo }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <Form act={act} submit={t('submit')}>
        <TextField label={t('reason')} description={t('hint')} value={reason} onChange={setReason} />
      </Form>
    </Dialog>
  );
}
