import { Button, CopyButton, Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';

/** The one time an invitation can be seen: to be copied into a message. */
export function InvitationLink({
  url,
  isAlone = true,
}: {
  url: string | undefined;
  /** Else its list says once that it is not sent. */
  isAlone?: boolean;
}) {
  const t = useTranslations('invitePeople');
  if (url === undefined) return null;
  return (
    <Group gap="xs" wrap="wrap">
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {url}
      </Text>
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <Button size="sm" variant="default" onClick={copy}>
            {copied ? t('copied') : t('copy')}
          </Button>
        )}
      </CopyButton>
      {isAlone && (
        <Text size="sm" w="100%">
          {t('notSent')}
        </Text>
      )}
    </Group>
  );
}
