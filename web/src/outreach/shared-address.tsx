import { Button, Text } from '@mantine/core';

/** An address that was shown once, with what is known of it, to be revoked. */
export function SharedAddress({
  what,
  facts,
  revoke,
  words,
}: {
  what: string;
  facts: readonly string[];
  revoke: { mutate: () => void; isPending: boolean };
  words: Record<'revoke' | 'revokeOf', string>;
}) {
  return (
    <div className="card-row">
      <div>
        <Text fw={600} className="wrapping">
          {what}
        </Text>
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </div>
      <Button
        size="sm"
        variant="default"
        loading={revoke.isPending}
        onClick={() => revoke.mutate()}
        aria-label={words.revokeOf}
      >
        {words.revoke}
      </Button>
    </div>
  );
}
