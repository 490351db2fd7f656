import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useMe, type Me } from '../api/me.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';

/** The part of their account that users change themselves. */
export function Profile({ onClose }: { onClose: () => void }) {
  const t = useTranslations('profile');
  const me = useOpened(useMe());
  const [displayName, setDisplayName] = useState(me.displayName);
  const patch = ({ version }: Me, body: { displayName: string }) =>
    ask(api.PATCH('/api/v1/me', { params: { header: ifMatch(version) }, body }));
  const save = useAct({
    run: () => patch(me, { displayName }),
    said: () => t('saved', { displayName }),
    undo: (saved) => patch(saved, { displayName: me.displayName }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={me.name} onClose={onClose}>
      <Form act={save} submit={t('save')}>
        <Text size="sm" c="dimmed" className="wrapping">
          {me.email}
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
