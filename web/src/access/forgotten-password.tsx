import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { EmailField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { ErrorState, Loading } from '../ui/query-states.js';
import { setupQuery } from './setup.js';

/** Requests a link for a new password. Without a mail server, says who can create one. */
export function ForgottenPassword() {
  const t = useTranslations('forgotten');
  const setup = useQuery(setupQuery);
  const [email, setEmail] = useState('');
  const send = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/auth/password-resets', { body: { email } })),
  });
  return (
    <main className="alone">
      <title>{`${t('title')} · Afterhours`}</title>
      <Stack gap="md">
        <Title order={1} size="h2">
          {t('title')}
        </Title>
        {setup.error ? (
          <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />
        ) : !setup.data ? (
          <Loading rows={1} />
        ) : !setup.data.canResetPassword ? (
          <Text>{t('askSomebody')}</Text>
        ) : send.isSuccess ? (
          <Text role="status">{t('sent', { email })}</Text>
        ) : (
          <Form act={send} submit={t('submit')}>
            <Text c="dimmed">{t('hint')}</Text>
            <EmailField label={t('email')} value={email} onChange={setEmail} />
          </Form>
        )}
        <Anchor component={Link} to="/sign-in" size="sm">
          {t('back')}
        </Anchor>
      </Stack>
    </main>
  );
}
