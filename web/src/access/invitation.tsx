import { Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { stopListening } from '../api/live.js';
import { meQuery, queryClient } from '../api/queries.js';
import { Form } from '../ui/form.js';
import { NewPasswordField } from './password-field.js';

/** Whoever is invited, or forgot her password, chooses one, and is in. */
export function Invitation() {
  const t = useTranslations('invitation');
  const { token } = useParams({ from: '/invitations/$token' });
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: async () => {
      const body = { password };
      const { email } = await ask(
        api.POST('/api/v1/auth/invitations/{token}', { params: { path: { token } }, body }),
      );
      return ask(api.POST('/api/v1/auth/login', { body: { email, password } }));
    },
    onSuccess: async ({ user }) => {
      stopListening();
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, user);
      await navigate({ to: '/' });
    },
  });
  return (
    <main className="alone">
      <title>{`${t('title')} · Afterhours`}</title>
      <div>
        <Title order={1} size="h2">
          {t('title')}
        </Title>
        <Text c="dimmed" mb="md">
          {t('hint')}
        </Text>
      </div>
      <Form act={accept} submit={t('submit')}>
        <NewPasswordField label={t('password')} value={password} onChange={setPassword} />
      </Form>
    </main>
  );
}
