import { ActionIcon, Group } from '@mantine/core';

/** Buttons that move a thing of a list up and down. Null where it is at the end. */
export function MoveButtons({
  up,
  down,
  onUp,
  onDown,
}: {
  up: string;
  down: string;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}) {
  return (
    <Group gap={4} wrap="nowrap">
      <Arrow sign="↑" label={up} onMove={onUp} />
      <Arrow sign="↓" label={down} onMove={onDown} />
    </Group>
  );
}

function Arrow({ sign, label, onMove }: { sign: string; label: string; onMove: (() => void) | null }) {
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      disabled={onMove === null}
      onClick={() => onMove?.()}
    >
      {sign}
    </ActionIcon>
  );
}
