import { Button, Group, Stack } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { ErrorState } from './query-states.js';

/** A form with its fields and one submit button; the server's violations are shown above. */
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
  /** Whether it is the main purpose of its page or dialog. */
  isMain?: boolean;
  /** Whether the data needed to judge the input is there; before that it cannot be sent. */
  isReady?: boolean;
  /** Further buttons beside submit. */
  also?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const problem = useRef<HTMLDivElement>(null);
  // On a phone the button may be far below it.
  useEffect(() => {
    // Newer browsers return a promise, which an effect must not.
    void problem.current?.scrollIntoView({ block: 'center' });
  }, [act.error]);
  return (
    <form
      {...(className && { className })}
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate();
      }}
    >
      <Stack gap="sm">
        {act.error && (
          <div ref={problem}>
            <ErrorState error={act.error} />
          </div>
        )}
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
