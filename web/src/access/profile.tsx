import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { useMe } from '../api/me.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';

/** The part of their account that users change themselves. */
export function Profile({ onClose }: { onClose: () => void }) {
  const t = useTranslations('profile');
  const { name, email, displayName: before } = useMe();
  const [displayName, setDisplayName] = useState(before);
  const patch = (body: { displayName: string }) => ask(api.PATCH('/api/v1/me', { body }));
  const save = useAct({
    run: () => patch({ displayName }),
    said: () => t('saved', { displayName }),
    undo: () => patch({ displayName: before }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={name} onClose={onClose}>
      <Form act={save} submit={t('save')}>
        <Text size="sm" c="dimmed" className="wrapping">
          {email}
        </Text>
        <TextField
          label={t('displayName')}
          description={t('displayNameHint')}
          value={displayName}
          onChange={setDisplayName}
        />
      </Form>
    </Dialog>
  );
}
