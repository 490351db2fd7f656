import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { whenPasswordIsNeeded } from '../api/fresh-sign-in.js';
import { useMe } from '../api/me.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { PasswordField } from './password-field.js';

/** Asks for the password when a request needs a fresh sign-in; the request then continues. */
export function FreshSignIn() {
  const [isNeeded, setNeeded] = useState(false);
  const waiting = useRef<((isGiven: boolean) => void)[]>([]);
  useEffect(
    () =>
      whenPasswordIsNeeded(
        () =>
          new Promise((resolve) => {
            waiting.current.push(resolve);
            setNeeded(true);
          }),
      ),
    [],
  );
  const finish = (isGiven: boolean): void => {
    setNeeded(false);
    for (const resolve of waiting.current.splice(0)) resolve(isGiven);
  };
  return isNeeded ? <AskForPassword onDone={finish} /> : null;
}

function AskForPassword({ onDone }: { onDone: (isGiven: boolean) => void }) {
  const t = useTranslations('freshSignIn');
  const { email } = useMe();
  const [password, setPassword] = useState('');
  const confirm = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/auth/confirm', { body: { password } })),
    onSuccess: () => onDone(true),
    onError: () => setPassword(''),
  });
  return (
    <Dialog title={t('title')} onClose={() => onDone(false)} isFirm>
      <Form
        act={confirm}
        submit={t('submit')}
        also={
          <Button variant="default" onClick={() => onDone(false)}>
            {t('cancel')}
          </Button>
        }
      >
        <Text size="sm">{t('hint')}</Text>
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordField label={t('password')} value={password} onChange={setPassword} />
      </Form>
    </Dialog>
  );
}
