import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSettings } from '../api/lookups.js';

/**
 * Says that no messages are sent, where users would expect them; renders nothing when a mail server is
 * configured.
 */
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
