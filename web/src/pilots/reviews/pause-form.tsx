import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';

export function PauseForm({ pilot, onClose }: { pilot: Schemas['PilotDto']; onClose: () => void }) {
  const t = useTranslations('pilotLife');
  const [reason, setReason] = useState('');
  const path = { id: pilot.id };
  const pause = useAct({
    run: () => ask(api.POST('/api/v1/pilots/{id}/pause', { params: { path }, ...once(), body: { reason } })),
    said: () => t('pauseSaid', { name: pilot.name }),
    undo: () => ask(api.POST('/api/v1/pilots/{id}/resume', { params: { path } })),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('pauseTitle', { name: pilot.name })} onClose={onClose}>
      <Form act={pause} submit={t('pause')}>
        <TextField label={t('why')} description={t('pauseHint')} value={reason} onChange={setReason} />
      </Form>
    </Dialog>
  );
}
