import { Button, CloseButton, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { PRIORITIES, type Priority } from '../../../../../src/domain/service-clock.js';
import { repeatedWords, type Meaning } from './priority-words.js';

interface Props {
  hint: string;
  meanings: readonly Meaning[];
  onChange: (meanings: Meaning[]) => void;
}

/** Which of our priorities the words of a system mean. */
export function PrioritiesField({ hint, meanings, onChange }: Props) {
  const t = useTranslations('sources.priorities');
  const names = useTranslations('request.priorities');
  const repeated = repeatedWords(meanings);
  const replace = (at: number, change: Partial<Meaning>): void =>
    onChange(meanings.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <fieldset className="plain-fieldset">
      <legend>{t('title')}</legend>
      <Text size="sm" c="dimmed" mb="xs">
        {hint}
      </Text>
      <Stack gap="xs">
        {meanings.map((meaning, at) => (
          <div key={at} className="pair-row">
            <TextInput
              label={t('word')}
              maxLength={200}
              error={repeated.has(meaning) ? t('twice') : null}
              value={meaning.word}
              onChange={({ currentTarget }) => replace(at, { word: currentTarget.value })}
            />
            <NativeSelect
              label={t('means')}
              value={meaning.priority}
              onChange={({ currentTarget }) =>
                replace(at, { priority: currentTarget.value as Priority | '' })
              }
              data={[
                { value: '', label: t('choose') },
                ...PRIORITIES.map((value) => ({ value, label: names(value) })),
              ]}
            />
            <CloseButton
              size={44}
              iconSize={20}
              aria-label={t('remove', { word: meaning.word })}
              onClick={() => onChange(meanings.filter((_one, index) => index !== at))}
            />
          </div>
        ))}
        <Group>
          <Button
            size="sm"
            variant="default"
            onClick={() => onChange([...meanings, { word: '', priority: '' }])}
          >
            {t('add')}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  );
}
