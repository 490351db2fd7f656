import { NativeSelect, SimpleGrid, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { meaningOf, spelledOnce, withMeaning } from '../../../../src/domain/import-guessing/word-maps.js';
import { offeredAnywhere, useCategories } from '../categories/use-categories.js';
import type { CsvHead } from './csv.js';
import { wordsIn, type Draft } from './mapping.js';

/** Replaces the file's categories by the desk's own, or keeps them. */
export function CategoryMapping({
  head,
  draft,
  onChange,
}: {
  head: CsvHead;
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
}) {
  const t = useTranslations('imports');
  const categories = offeredAnywhere(useCategories().categories);
  const words = draft.kind === 'requests' ? spelledOnce(wordsIn(head, draft.columns.category)) : [];
  if (words.length === 0) return null;
  const become = (word: string, to: string): void =>
    onChange({ words: withMeaning(draft.words, word, to || undefined) });
  const count = words.filter((word) => meaningOf(draft.words, word) !== undefined).length;
  return (
    <details>
      <summary>{t('words', { words: words.length, count })}</summary>
      <Text size="sm" c="dimmed" mt="xs">
        {t('wordsHint')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
        {words.map((word) => (
          <NativeSelect
            key={word}
            label={word}
            value={meaningOf(draft.words, word) ?? ''}
            onChange={({ currentTarget }) => become(word, currentTarget.value)}
            data={[
              { value: '', label: t('staysAsItIs') },
              ...categories.map(({ name, label }) => ({ value: name, label })),
            ]}
          />
        ))}
      </SimpleGrid>
    </details>
  );
}
