import { Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { useMe } from '../api/me.js';
import { Calendars } from '../outreach/calendars/calendars.js';
import { Form } from '../ui/form.js';
import { Page } from '../ui/page.js';
import { useAct } from '../ui/use-act.js';
import { OwnSessions } from './own-sessions.js';
import { NewPasswordField, PasswordField } from './password-field.js';

/** The user's own account: the password, the calendars that read their shifts, and the open sessions. */
export function Account() {
  const t = useTranslations('account');
  const { email, role } = useMe();
  return (
    <Page title={t('title')} note={<span className="wrapping">{email}</span>}>
      <ChangePassword />
      {role !== 'analyst' && <Calendars />}
      <OwnSessions />
    </Page>
  );
}

const EMPTY = { current: '', password: '' };

function ChangePassword() {
  const t = useTranslations('account');
  const { email } = useMe();
  const [form, setForm] = useState(EMPTY);
  const change = useAct({
    run: () => ask(api.POST('/api/v1/me/password', { body: form })),
    said: () => t('passwordChanged'),
    inForm: true,
    done: () => setForm(EMPTY),
  });
  return (
    <section aria-labelledby="password" className="narrow">
      <Title order={2} size="h4" id="password" mb="xs">
        {t('password')}
      </Title>
      <Form act={change} submit={t('changePassword')}>
        <Text size="sm" c="dimmed">
          {t('passwordHint')}
        </Text>
        {/* Password managers store the password under this name. */}
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          label={t('current')}
          value={form.current}
          onChange={(current) => setForm({ ...form, current })}
        />
        <NewPasswordField
          label={t('new')}
          value={form.password}
          onChange={(password) => setForm({ ...form, password })}
        />
      </Form>
    </section>
  );
}
