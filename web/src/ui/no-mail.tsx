import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSettings } from '../api/lookups.js';

/** Says to whoever relies on it that nobody is sent anything; nothing where a mail server is set up. */
export function NoMail({ about }: { about: 'cancelling' | 'gaps' | 'messages' }) {
  const t = useTranslations('noMail');
  const { sendsMail } = useSettings();
  if (sendsMail) return null;
  return (
    <Text size="sm" role="note">
      {t(about)}
    </Text>
  );
}
