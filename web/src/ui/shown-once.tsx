import { Alert, Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** A secret that the server shows this once, to copy. */
export function ShownOnce({
  value,
  words,
  onClose,
  children,
}: {
  value: string;
  words: Record<'onlyNow' | 'onlyNowHint' | 'copy' | 'copied' | 'done', string>;
  onClose: () => void;
  /** How it is used. */
  children?: ReactNode;
}) {
  return (
    <Stack gap="sm">
      <Alert color="orange" variant="light" title={words.onlyNow}>
        {words.onlyNowHint}
      </Alert>
      <Text component="code" className="wrapping">
        {value}
      </Text>
      <Group gap="xs">
        <CopyButton value={value}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? words.copied : words.copy}</Button>}
        </CopyButton>
        <Button variant="default" onClick={onClose}>
          {words.done}
        </Button>
      </Group>
      {children}
    </Stack>
  );
}
