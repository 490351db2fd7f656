import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorState } from './query-states.js';

/** Fields, and the one thing they are for; what the server has against them stands above. */
export function Form({
  act,
  submit,
  isMain = true,
  isReady = true,
  also,
  className,
  children,
}: {
  act: { mutate: () => void; isPending: boolean; error: Error | null };
  submit: string;
  /** Whether it is what its page or dialog is for. */
  isMain?: boolean;
  /** Whether what it is to be judged by is there; else it cannot be sent yet. */
  isReady?: boolean;
  /** Other ways on, beside it. */
  also?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <form
      {...(className && { className })}
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate();
      }}
    >
      <Stack gap="sm">
        {act.error && <ErrorState error={act.error} />}
        {children}
        <Group gap="xs">
          <Button
            type="submit"
            variant={isMain ? 'filled' : 'default'}
            loading={act.isPending}
            disabled={!isReady}
          >
            {submit}
          </Button>
          {also}
        </Group>
      </Stack>
    </form>
  );
}
