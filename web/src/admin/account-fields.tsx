import { Checkbox, NativeSelect, Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLocations } from '../api/lookups.js';
import type { Role } from '../api/me.js';
import { EmailField, TextField } from '../ui/fields.js';

/** Operators are created under People, and stay operators. */
const ROLES: readonly Role[] = ['supervisor', 'campus_it', 'analyst', 'admin'];

export interface Account {
  name: string;
  email: string;
  role: Role;
  locationIds: string[];
}

/** Name, address, role and locations of a user. */
export function AccountFields({
  account,
  onChange,
  isOwn = false,
}: {
  account: Account;
  onChange: (account: Account) => void;
  isOwn?: boolean;
}) {
  const t = useTranslations('users');
  const { locations } = useLocations();
  const { role } = account;
  return (
    <>
      <TextField label={t('name')} value={account.name} onChange={(name) => onChange({ ...account, name })} />
      <EmailField
        label={t('email')}
        value={account.email}
        onChange={(email) => onChange({ ...account, email })}
      />
      {role !== 'operator' && (
        <NativeSelect
          label={t('role')}
          description={isOwn ? t('ownRole') : t(`roleHints.${role}`)}
          disabled={isOwn}
          value={role}
          onChange={({ currentTarget }) => onChange({ ...account, role: currentTarget.value as Role })}
          data={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
        />
      )}
      {role !== 'admin' && (
        <Checkbox.Group
          label={t('locations')}
          description={t(`locationHints.${role}`)}
          value={account.locationIds}
          onChange={(locationIds) => onChange({ ...account, locationIds })}
        >
          <Stack gap="xs" mt={4}>
            {locations.map(({ id, name }) => (
              <Checkbox key={id} size="md" value={id} label={name} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </>
  );
}
