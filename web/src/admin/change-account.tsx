import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useMe } from '../api/me.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { AccountFields, type Account } from './account-fields.js';

type User = Schemas['UserDto'];

const accountOf = ({ name, email, role, locationIds }: User): Account => ({
  name,
  email,
  role,
  locationIds,
});

export function ChangeAccount({ onClose, ...props }: { user: User; onClose: () => void }) {
  const t = useTranslations('users');
  const user = useOpened(props.user);
  const isOwn = useMe().id === user.id;
  const before = accountOf(user);
  const [account, setAccount] = useState(before);
  const isMoved = account.email.trim().toLowerCase() !== before.email;
  const endsKeys = before.role === 'admin' && account.role !== 'admin';
  const patch = ({ id, version }: User, body: Account) =>
    ask(api.PATCH('/api/v1/users/{id}', { params: { path: { id }, header: ifMatch(version) }, body }));
  const save = useAct({
    run: () => patch(user, account),
    said: ({ name }) => (isMoved ? t('savedMoved', { name, address: before.email }) : t('saved', { name })),
    // Sent messages, and links and keys that have ended, cannot be undone.
    ...(!isMoved &&
      !endsKeys && {
        undo: (saved: User) => patch(saved, before),
      }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('changeTitle', { name: before.name })} onClose={onClose}>
      <Form act={save} submit={t('save')}>
        <AccountFields account={account} onChange={setAccount} isOwn={isOwn} />
        {endsKeys && <Text size="sm">{t('removeHintKeys')}</Text>}
        {isMoved && (
          <Text size="sm">
            {t(user.active ? 'movedHint' : 'movedHintInvited', { address: before.email })}
          </Text>
        )}
      </Form>
    </Dialog>
  );
}

/** It cannot be undone, so the dialog asks first. */
export function EndAccount({ onClose, ...props }: { user: User; onClose: () => void }) {
  const t = useTranslations('users');
  const user = useOpened(props.user);
  const { id, name, version } = user;
  const end = useAct({
    run: () => ask(api.DELETE('/api/v1/users/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    said: () => t('removed', { name }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('removeTitle', { name })} onClose={onClose}>
      <Form
        act={end}
        submit={t('remove')}
        also={
          <Button variant="default" onClick={onClose}>
            {t('keep')}
          </Button>
        }
      >
        <Text>{t('removeHint')}</Text>
        {user.role === 'admin' && <Text>{t('removeHintKeys')}</Text>}
      </Form>
    </Dialog>
  );
}
