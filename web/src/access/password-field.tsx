import { PasswordInput } from '@mantine/core';
import { useTranslations } from 'use-intl';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A password somebody has. */
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

/** A password somebody chooses. How long it has to be the server says too, but not only after it was sent. */
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
