import { Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

/** A page's heading and content. The heading is also the document's title. */
export function Page({
  title,
  note,
  actions,
  children,
  wide = false,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  wide?: boolean;
}) {
  useEffect(() => {
    document.title = `${title} · Afterhours`;
  }, [title]);
  return (
    <Stack gap="md" className={wide ? 'page page-wide' : 'page'}>
      <Group justify="space-between" align="flex-start" gap="sm" className="page-head">
        <div>
          <Title order={1} size="h2" tabIndex={-1}>
            {title}
          </Title>
          {note && (
            <Text c="dimmed" size="sm" component="div">
              {note}
            </Text>
          )}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
