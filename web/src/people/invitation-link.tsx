import { Button, CopyButton, Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';

/** Shows a new invitation link to copy; it cannot be shown again. */
export function InvitationLink({
  url,
  isMailed = false,
  isAlone = true,
}: {
  url: string | undefined;
  isMailed?: boolean;
  /** False in a list, which says once that no e-mail is sent. */
  isAlone?: boolean;
}) {
  const t = useTranslations('invitations');
  if (url === undefined) return null;
  return (
    <div>
      {isMailed && <Text size="sm">{t('mailed')}</Text>}
      {!isMailed && isAlone && <Text size="sm">{t('notSent')}</Text>}
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
      </Group>
    </div>
  );
}

export interface NamedLink {
  name: string;
  email: string;
  url: string;
}

/**
 * Copies all links, one line each with name, address and link in columns, for a mail merge or a spreadsheet.
 */
export function CopyAllLinks({ links }: { links: readonly NamedLink[] }) {
  const t = useTranslations('invitations');
  if (links.length < 2) return null;
  const lines = links.map(({ name, email, url }) => [name, email, url].join('\t'));
  return (
    <Group gap="xs">
      <CopyButton value={lines.join('\n')}>
        {({ copied, copy }) => (
          <Button size="sm" variant="default" onClick={copy}>
            {copied ? t('copied') : t('copyAll', { count: links.length })}
          </Button>
        )}
      </CopyButton>
      <Text size="sm" c="dimmed">
        {t('shownOnce')}
      </Text>
    </Group>
  );
}
