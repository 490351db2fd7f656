import { PasswordInput } from '@mantine/core';
import { useTranslations } from 'use-intl';

/** A secret: when it stays empty, the stored one stays. */
export function SecretField({
  label,
  hint,
  isNew,
  required = isNew,
  value,
  error,
  onChange,
}: {
  label: string;
  hint?: string | undefined;
  isNew: boolean;
  required?: boolean;
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}) {
  const t = useTranslations('sources');
  return (
    <PasswordInput
      label={label}
      description={isNew ? hint : t('secretKept')}
      required={required}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('showSecret') }}
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
