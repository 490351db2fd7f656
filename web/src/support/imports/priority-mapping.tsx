import { NativeSelect, SimpleGrid, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ourPriority } from '../../../../src/domain/import-guessing/priority-words.js';
import { meaningOf, spelledOnce, withMeaning } from '../../../../src/domain/import-guessing/word-maps.js';
import { PRIORITIES } from '../../../../src/domain/service-clock.js';
import type { CsvHead } from './csv.js';
import { wordsIn, type Draft } from './mapping.js';

interface Props {
  head: CsvHead;
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
}

/** Which of our priorities the words of the file mean. */
export function PriorityMapping({ head, draft, onChange }: Props) {
  const t = useTranslations('imports');
  const names = useTranslations('request.priorities');
  const words = draft.kind === 'requests' ? spelledOnce(wordsIn(head, draft.columns.priority)) : [];
  if (words.length === 0) return null;
  const shown = (word: string): string => meaningOf(draft.priorityWords, word) ?? ourPriority(word) ?? '';
  const mean = (word: string, priority: string): void =>
    onChange({ priorityWords: withMeaning(draft.priorityWords, word, priority || undefined) });
  const count = words.filter((word) => shown(word) === '').length;
  return (
    <details>
      <summary>{t('priorityWords', { words: words.length, count })}</summary>
      <Text size="sm" c="dimmed" mt="xs">
        {t('priorityWordsHint')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
        {words.map((word) => (
          <NativeSelect
            key={word}
            label={word}
            value={shown(word)}
            onChange={({ currentTarget }) => mean(word, currentTarget.value)}
            data={[
              // A word of ours always means itself, or another one.
              ...(ourPriority(word) ? [] : [{ value: '', label: t('saysNothing') }]),
              ...PRIORITIES.map((value) => ({ value, label: names(value) })),
            ]}
          />
        ))}
      </SimpleGrid>
    </details>
  );
}
