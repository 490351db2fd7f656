import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../api/client.js';
import { InvitationLink } from '../people/invitation-link.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { AccountFields, type Account } from './account-fields.js';

export function InviteAccount({ onClose }: { onClose: () => void }) {
  const t = useTranslations('users');
  const [account, setAccount] = useState<Account>({
    name: '',
    email: '',
    role: 'supervisor',
    locationIds: [],
  });
  const invite = useAct({
    run: () => {
      const { locationIds, ...rest } = account;
      const body = { ...rest, ...(rest.role !== 'admin' && { locationIds }) };
      return ask(api.POST('/api/v1/users', { ...once(), body }));
    },
    inForm: true,
  });
  return (
    <Dialog title={t('invite')} onClose={onClose} isFirm>
      {invite.data ? (
        <Stack gap="sm">
          <Text>{t('invited', { name: invite.data.name })}</Text>
          <InvitationLink url={invite.data.invitationUrl} isMailed={invite.data.isMailed === true} />
        </Stack>
      ) : (
        <Form act={invite} submit={t('submit')}>
          <AccountFields account={account} onChange={setAccount} />
        </Form>
      )}
    </Dialog>
  );
}
