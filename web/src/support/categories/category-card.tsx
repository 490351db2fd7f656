import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocations } from '../../api/lookups.js';
import { MoveButtons } from '../../ui/move-buttons.js';
import { useAct } from '../../ui/use-act.js';
import { changeCategory } from './acts.js';
import { CategoryForm } from './category-form.js';
import { MergeForm } from './merge-form.js';
import { isShownAt, type Category } from './use-categories.js';

/** A category: where it is offered, what it says of requests, and the words that count as it. */
export function CategoryCard({
  category,
  categories,
  onUp,
  onDown,
}: {
  category: Category;
  categories: readonly Category[];
  /** Null at the end; left out for who may not move it. */
  onUp?: (() => void) | null;
  onDown?: (() => void) | null;
}) {
  const t = useTranslations('categories');
  const [open, setOpen] = useState<'change' | 'merge' | null>(null);
  const close = (): void => setOpen(null);
  const { label: name, mayChange, archived } = category;
  const setArchived = useAct({
    run: (isArchived: boolean) => changeCategory(category, { archived: isArchived }),
    said: (_result, isArchived) => t(isArchived ? 'archived' : 'restored', { name }),
    undo: (changed, isArchived) => changeCategory(changed, { archived: !isArchived }),
  });
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Facts category={category} />
        {onUp !== undefined && onDown !== undefined && (
          <MoveButtons up={t('up', { name })} down={t('down', { name })} onUp={onUp} onDown={onDown} />
        )}
      </Group>
      <CountingHere category={category} categories={categories} />
      <Group gap="xs">
        {!archived && (
          <Button
            size="sm"
            variant="default"
            onClick={() => setOpen('change')}
            aria-label={t(mayChange ? 'changeOf' : 'where', { name })}
          >
            {t(mayChange ? 'change' : 'desks')}
          </Button>
        )}
        {mayChange && !archived && (
          <Button
            size="sm"
            variant="default"
            onClick={() => setOpen('merge')}
            aria-label={t('mergeOf', { name })}
          >
            {t('merge')}
          </Button>
        )}
        {mayChange && (
          <Button
            size="sm"
            variant="default"
            onClick={() => setArchived.mutate(!archived)}
            loading={setArchived.isPending}
            aria-label={t(archived ? 'restoreOf' : 'archiveOf', { name })}
          >
            {t(archived ? 'restore' : 'archive')}
          </Button>
        )}
      </Group>
      {open === 'change' && <CategoryForm category={category} onClose={close} />}
      {open === 'merge' && <MergeForm category={category} categories={categories} onClose={close} />}
    </Stack>
  );
}

function Facts({ category }: { category: Category }) {
  const t = useTranslations('categories');
  const { locations } = useLocations();
  const { label, name, readLevel, directional, everywhere } = category;
  const shown = locations.filter(({ id }) => isShownAt(category, id));
  const where =
    shown.length === locations.length && everywhere
      ? t('everywhere')
      : shown.length === 0
        ? t('nowhere')
        : t('at', { places: shown.map((place) => place.name).join(', ') });
  const facts = [
    where,
    readLevel !== null && t('level', { level: String(readLevel) }),
    label.toLowerCase() !== name.toLowerCase() && t('word', { word: name }),
  ];
  return (
    <div className="wrapping">
      <Group gap="xs">
        <Text fw={600}>{label}</Text>
        {directional && <Badge variant="outline">{t('isDirectional')}</Badge>}
      </Group>
      <Text size="sm" c="dimmed">
        {facts.filter(Boolean).join(' · ')}
      </Text>
    </div>
  );
}

/** The words that were merged into a category, each with a way back. */
function CountingHere({ category, categories }: { category: Category; categories: readonly Category[] }) {
  const t = useTranslations('categories');
  const merged = categories.filter(
    ({ countsAs, mergedIntoId }) => mergedIntoId !== null && countsAs === category.name,
  );
  const separate = useAct({
    run: (one: Category) => changeCategory(one, { mergedIntoId: null }),
    said: (_result, { label: name }) => t('separated', { name }),
    undo: (separated, { mergedIntoId }) => changeCategory(separated, { mergedIntoId }),
  });
  if (merged.length === 0) return null;
  return (
    <ul className="plain-list">
      {merged.map((one) => (
        <li key={one.id}>
          <Group gap="xs">
            <Text size="sm">{t('also', { words: one.name })}</Text>
            {one.mayChange && (
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => separate.mutate(one)}
                aria-label={t('separateOf', { name: one.label })}
              >
                {t('separate')}
              </Button>
            )}
          </Group>
        </li>
      ))}
    </ul>
  );
}
