import { Button, Fieldset, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

/** A list of any number of items, each in its own fieldset. */
export function Several<Item>({
  title,
  hint,
  value,
  onChange,
  fresh,
  add,
  nameOf,
  children,
}: {
  title: string;
  hint: string;
  value: Item[];
  onChange: (value: Item[]) => void;
  fresh: Item;
  add: string;
  nameOf: (number: number) => string;
  children: (item: Item, change: (item: Item) => void) => ReactNode;
}) {
  const t = useTranslations('pilotForm');
  return (
    <Stack gap="xs">
      <div>
        <Title order={3} size="h5">
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      </div>
      {value.map((item, index) => (
        // In the order in which they were added, because they have no names.
        <Fieldset key={index} legend={nameOf(index + 1)}>
          <Stack gap="xs">
            {children(item, (changed) =>
              onChange(value.map((other, at) => (at === index ? changed : other))),
            )}
            <Group>
              <Button
                variant="default"
                size="sm"
                aria-label={t('removeOf', { what: nameOf(index + 1) })}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                {t('remove')}
              </Button>
            </Group>
          </Stack>
        </Fieldset>
      ))}
      <Group>
        <Button variant="default" size="sm" onClick={() => onChange([...value, fresh])}>
          {add}
        </Button>
      </Group>
    </Stack>
  );
}
