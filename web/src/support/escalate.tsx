import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../api/client.js';
import { useMe } from '../api/me.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { PriorityField } from './priority-field.js';
import { changeRequest, type Request } from './request-acts.js';

interface Props {
  request: Request;
  onClose: () => void;
}

/** Hands a request on to Campus IT: asks for what they need to know. */
export function Escalate(props: Props) {
  const t = useTranslations('desk');
  const request = useOpened(props.request);
  const [title, setTitle] = useState(request.title ?? '');
  const [workstation, setWorkstation] = useState(request.workstation ?? '');
  const [text, setText] = useState('');
  const [priority, setPriority] = useState(request.priority);
  const me = useMe();
  const { tier, escalatedAt, assigneeId, priority: before } = request;
  const escalate = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/support-requests/{id}/escalate', {
          ...once(),
          params: { path: { id: request.id } },
          body: {
            text,
            // Its own system tells the title of a collected request.
            ...(!request.collected && { title: title || null }),
            workstation: workstation || null,
            priority,
          },
        }),
      ),
    said: () => t('escalated'),
    undo: (changed) =>
      changeRequest(changed, {
        tier,
        escalatedAt,
        ...(assigneeId === me.id && { assigneeId }),
        ...(priority !== before && { priority: before }),
      }),
    inForm: true,
    done: props.onClose,
  });
  return (
    <Dialog title={t('escalate')} onClose={props.onClose}>
      <Form act={escalate} submit={t('escalateSubmit')}>
        {!request.collected && <TextField label={t('what')} value={title} onChange={setTitle} />}
        <TextField
          label={t('where')}
          description={t('whereHint')}
          required={false}
          value={workstation}
          onChange={setWorkstation}
        />
        <PriorityField value={priority} onChange={setPriority} />
        <Textarea
          label={t('tried')}
          description={t('triedHint')}
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
