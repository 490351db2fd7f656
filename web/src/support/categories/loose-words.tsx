import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../../api/client.js';
import { useMe } from '../../api/me.js';
import { usePages } from '../../api/pages.js';
import { dateWithYearOf } from '../../time/time-format.js';
import { ErrorState } from '../../ui/query-states.js';
import { ShowMore } from '../../ui/show-more.js';
import { useAct } from '../../ui/use-act.js';
import { addCategory, removeCategory } from './acts.js';
import { CategorySelect } from './merge-form.js';
import { offeredAnywhere, type Category } from './use-categories.js';

type Word = Schemas['CategoryWordDto'];
const SHOWN = 20;

/** Words that requests hold and that are no category: each may count as one, or become one. */
export function LooseWords({ categories }: { categories: readonly Category[] }) {
  const t = useTranslations('categories');
  const isAdmin = useMe().role === 'admin';
  const words = usePages({
    queryKey: ['categories', 'words'],
    page: (cursor) =>
      ask(api.GET('/api/v1/support-category-words', { params: { query: { limit: SHOWN, cursor } } })),
  });
  if (words.isError && !words.data)
    return <ErrorState error={words.error} onRetry={() => void words.refetch()} />;
  if (!words.data || words.data.length === 0) return null;
  return (
    <section aria-labelledby="words">
      <Title order={2} size="h4" id="words">
        {t('words')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('wordsHint')}
      </Text>
      <Stack gap="sm">
        <ul className="plain-list">
          {words.data.map((word) => (
            <li key={word.word} className="card">
              <LooseWord word={word} categories={categories} mayChange={isAdmin} />
            </li>
          ))}
        </ul>
        <ShowMore pages={words} />
      </Stack>
    </section>
  );
}

function LooseWord({
  word: { word: name, lastAt },
  categories,
  mayChange,
}: {
  word: Word;
  categories: readonly Category[];
  mayChange: boolean;
}) {
  const t = useTranslations('categories');
  const offered = offeredAnywhere(categories);
  const [intoId, setIntoId] = useState('');
  const take = useAct({
    run: (mergedIntoId: string | null) =>
      addCategory({ name, label: name, ...(mergedIntoId !== null && { mergedIntoId }) }),
    said: (_result, id) =>
      id === null
        ? t('added', { name })
        : t('merged', { name, into: offered.find((one) => one.id === id)?.label ?? '' }),
    undo: (made) => removeCategory(made),
  });
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <div className="wrapping">
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {t('last', { day: dateWithYearOf(lastAt) })}
        </Text>
      </div>
      {mayChange && (
        <Group gap="xs" align="flex-end">
          <CategorySelect label={t('into')} value={intoId} onChange={setIntoId} categories={offered} />
          {intoId === '' ? (
            <Button
              variant="default"
              onClick={() => take.mutate(null)}
              loading={take.isPending}
              aria-label={t('keepOf', { name })}
            >
              {t('keep')}
            </Button>
          ) : (
            <Button
              onClick={() => take.mutate(intoId)}
              loading={take.isPending}
              aria-label={t('mergeOf', { name })}
            >
              {t('merge')}
            </Button>
          )}
        </Group>
      )}
    </Group>
  );
}
