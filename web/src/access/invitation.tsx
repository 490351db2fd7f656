import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { meQuery, queryClient } from '../api/queries.js';
import { ErrorState } from '../ui/states.js';

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
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, user);
      await navigate({ to: '/' });
    },
  });
  return (
    <main className="alone">
      <title>{`${t('title')} · Afterhours`}</title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          accept.mutate();
        }}
      >
        <Stack gap="md">
          <div>
            <Title order={1} size="h2">
              {t('title')}
            </Title>
            <Text c="dimmed">{t('hint')}</Text>
          </div>
          {accept.error && <ErrorState error={accept.error} />}
          <PasswordInput
            label={t('password')}
            description={t('rule')}
            autoComplete="new-password"
            required
            minLength={8}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('show') }}
          />
          <Button type="submit" loading={accept.isPending}>
            {t('submit')}
          </Button>
        </Stack>
      </form>
    </main>
  );
}
