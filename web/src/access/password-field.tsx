import { PasswordInput } from '@mantine/core';
import { useTranslations } from 'use-intl';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A field for an existing password. */
export function PasswordField({ onChange, ...rest }: Props) {
  const t = useTranslations('passwords');
  return (
    <PasswordInput
      autoComplete="current-password"
      required
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('show') }}
      {...rest}
    />
  );
}

/** A field for a new password. Shows the least length before the form is sent; the server checks it too. */
export function NewPasswordField({ onChange, ...rest }: Props) {
  const t = useTranslations('passwords');
  return (
    <PasswordInput
      description={t('rule')}
      autoComplete="new-password"
      required
      minLength={12}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('show') }}
      {...rest}
    />
  );
}
