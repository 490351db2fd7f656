import { Anchor, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { resetForUser, finishSignOut } from '../api/offline-store.js';
import { stopListening } from '../api/live.js';
import { Problem } from '../api/problem.js';
import { meQuery, queryClient } from '../api/queries.js';
import { Form } from '../ui/form.js';
import { NewPasswordField } from './password-field.js';

type Accept = (token: string, password: string) => Promise<{ email: string }>;

const acceptInvitation: Accept = (token, password) =>
  ask(api.POST('/api/v1/auth/invitations/{token}', { params: { path: { token } }, body: { password } }));

const resetPassword: Accept = (token, password) =>
  ask(api.POST('/api/v1/auth/password-resets/{token}', { params: { path: { token } }, body: { password } }));

/** Lets an invited person choose a password, and signs them in. */
export function Invitation() {
  const { token } = useParams({ from: '/invitations/$token' });
  return <ChoosePassword of="invitation" token={token} accept={acceptInvitation} />;
}

/** Lets a user choose a new password with the link from an e-mail, and signs them in. */
export function PasswordReset() {
  const { token } = useParams({ from: '/password-resets/$token' });
  return <ChoosePassword of="passwordReset" token={token} accept={resetPassword} />;
}

function ChoosePassword({
  of,
  token,
  accept,
}: {
  of: 'invitation' | 'passwordReset';
  token: string;
  accept: Accept;
}) {
  const t = useTranslations(of);
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [acceptedEmail, setAcceptedEmail] = useState<string | null>(null);
  const choose = useMutation({
    mutationFn: async () => {
      await finishSignOut();
      // The link works once. When the sign-in after it was refused, a second attempt continues with the
      // account of the first.
      const email = acceptedEmail ?? (await accept(token, password)).email;
      setAcceptedEmail(email);
      return ask(api.POST('/api/v1/auth/login', { body: { email, password } }));
    },
    onSuccess: async ({ user }) => {
      stopListening();
      resetForUser(user, false);
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, user);
      await navigate({ to: '/' });
    },
  });
  const isGone = choose.error instanceof Problem && choose.error.status === 404;
  return (
    <main className="alone">
      <title>{`${t('title')} · Afterhours`}</title>
      <div>
        <Title order={1} size="h2">
          {t('title')}
        </Title>
        {!isGone && (
          <Text c="dimmed" mb="md">
            {t('hint')}
          </Text>
        )}
      </div>
      {isGone ? (
        <div role="alert">
          <Text mb="xs">{t('gone')}</Text>
          <Anchor component={Link} to={of === 'passwordReset' ? '/forgotten' : '/sign-in'}>
            {t('goOn')}
          </Anchor>
        </div>
      ) : (
        <Form act={choose} submit={t('submit')}>
          <NewPasswordField label={t('password')} value={password} onChange={setPassword} />
        </Form>
      )}
    </main>
  );
}
