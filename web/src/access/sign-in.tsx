import { Anchor, Button, Checkbox, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { resetForUser, finishSignOut } from '../api/offline-store.js';
import { stopListening } from '../api/live.js';
import { queryClient, meQuery } from '../api/queries.js';
import { ErrorState } from '../ui/query-states.js';
import { PasswordField } from './password-field.js';
import { setupQuery } from './setup.js';

export function SignIn() {
  const t = useTranslations('signIn');
  const { to } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const setup = useQuery(setupQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [keepSignedIn, setKeepSignedIn] = useState(false);
  const signIn = useMutation({
    mutationFn: async () => {
      await finishSignOut();
      return ask(api.POST('/api/v1/auth/login', { body: { email, password, keepSignedIn } }));
    },
    onSuccess: async ({ user }) => {
      stopListening();
      resetForUser(user, keepSignedIn);
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, user);
      await navigate({ href: to?.startsWith('/') && !to.startsWith('//') ? to : '/' });
    },
    onError: () => setPassword(''),
  });
  if (setup.data?.needsFirstAdmin) return <Navigate to="/welcome" />;
  return (
    <main className="alone">
      <title>{`${t('title')} · Afterhours`}</title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <Stack gap="md">
          <div>
            <Title order={1} size="h2">
              {t('title')}
            </Title>
            <Text c="dimmed">{t('hint')}</Text>
          </div>
          {signIn.error && <ErrorState error={signIn.error} />}
          <TextInput
            label={t('email')}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <PasswordField label={t('password')} value={password} onChange={setPassword} />
          <Checkbox
            label={t('keep')}
            description={t('keepHint')}
            checked={keepSignedIn}
            onChange={({ currentTarget }) => setKeepSignedIn(currentTarget.checked)}
          />
          <Button type="submit" loading={signIn.isPending}>
            {t('submit')}
          </Button>
          <Anchor component={Link} to="/forgotten" size="sm">
            {t('forgotten')}
          </Anchor>
        </Stack>
      </form>
    </main>
  );
}
