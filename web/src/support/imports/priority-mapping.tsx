import { NativeSelect, SimpleGrid, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { isPriority, PRIORITIES } from '../../../../src/domain/service-clock.js';
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
  const words = draft.kind === 'requests' ? wordsIn(head, draft.columns.priority) : [];
  if (words.length === 0) return null;
  const meaningOf = (word: string): string => {
    const own = word.toLowerCase();
    return draft.priorityWords[word] ?? (isPriority(own) ? own : '');
  };
  const mean = (word: string, priority: string): void => {
    const { [word]: _before, ...others } = draft.priorityWords;
    onChange({ priorityWords: priority === '' ? others : { ...others, [word]: priority } });
  };
  const count = words.filter((word) => meaningOf(word) === '').length;
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
            value={meaningOf(word)}
            onChange={({ currentTarget }) => mean(word, currentTarget.value)}
            data={[
              // A word of ours always means itself, or another one.
              ...(isPriority(word.toLowerCase()) ? [] : [{ value: '', label: t('saysNothing') }]),
              ...PRIORITIES.map((value) => ({ value, label: names(value) })),
            ]}
          />
        ))}
      </SimpleGrid>
    </details>
  );
}
