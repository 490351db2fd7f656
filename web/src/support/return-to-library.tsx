import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../api/client.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { changeRequest, type Request } from './request-acts.js';

/** Campus IT gives a request back, with what the library needs to know. */
export function ReturnToLibrary({ request, onClose }: { request: Request; onClose: () => void }) {
  const t = useTranslations('request');
  const [text, setText] = useState('');
  const giveBack = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/support-requests/{id}/return', {
          ...once(),
          params: { path: { id: request.id } },
          body: { text },
        }),
      ),
    said: () => t('returned'),
    undo: (changed) => changeRequest(changed, { tier: 'campus-it' }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('return')} onClose={onClose}>
      <Form act={giveBack} submit={t('returnSubmit')}>
        <Textarea
          label={t('returnWhy')}
          description={t('returnHint')}
          required
          autosize
          minRows={3}
          maxLength={4000}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </Form>
    </Dialog>
  );
}
