import { Checkbox, NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { guessColumns } from '../../../../src/domain/import-guessing/guess-columns.js';
import type { CsvHead } from './csv.js';
import {
  FIELDS,
  isOfCounts,
  MILESTONES,
  wordsIn,
  type Draft,
  type Field,
  type Milestone,
} from './mapping.js';

interface Props {
  head: CsvHead;
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
}

/** Whether a draft needs this field. */
function isNeeded({ kind, columns, areas }: Draft, field: Field): boolean {
  if (kind === 'eventLog') return true;
  if (kind === 'requests') return field === 'externalId' || field === 'openedAt';
  if (kind === 'rosters') {
    if (field === 'endsAt') return !columns.duration;
    return field === 'duration' ? !columns.endsAt : field === 'operator' || field === 'startsAt';
  }
  if (field === 'at') return !columns.date && !columns.time;
  if (field === 'date' || field === 'time') return !columns.at;
  if (field === 'series' || field === 'cumulative') return field === 'series';
  return areas.length === 0 && (field === 'count' || kind === 'headcounts');
}

/** Which column of the file holds which field. */
export function Columns({ head, draft, onChange }: Props) {
  const t = useTranslations('imports');
  const names = [...new Set(head.columns)].filter((name) => name.trim() !== '');
  const fields = FIELDS[draft.kind];
  // Required and detected fields come first and stay there; the others are behind a button.
  const found = new Map(guessColumns(draft.kind, head).map((guess) => [guess.field, guess]));
  const isInFront = (field: Field): boolean =>
    draft.kind !== 'requests' || isNeeded(draft, field) || found.has(field) || !!draft.columns[field];
  const whyOf = (field: Field): string | undefined => {
    const guess = found.get(field);
    if (!guess || draft.columns[field] !== guess.column) return undefined;
    return t(`guessed.${guess.confidence}`, { why: t(`guessReasons.${guess.reason}`) });
  };
  const select = (field: Field) => (
    <NativeSelect
      key={field}
      label={t(`fields.${field}`)}
      description={whyOf(field)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      required={isNeeded(draft, field)}
      value={draft.columns[field] ?? ''}
      onChange={({ currentTarget: { value } }) => onChange({ columns: { ...draft.columns, [field]: value } })}
      data={[
        { value: '', label: t(isNeeded(draft, field) ? 'chooseColumn' : 'notInFile') },
        ...names.map((value) => ({ value, label: value })),
      ]}
    />
  );
  const others = fields.filter((field) => !isInFront(field));
  return (
    <fieldset className="plain-fieldset">
      <legend>{t('columns')}</legend>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {fields.filter(isInFront).map(select)}
        </SimpleGrid>
        {others.length > 0 && (
          <details>
            <summary>{t('otherColumns', { count: others.length })}</summary>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
              {others.map(select)}
            </SimpleGrid>
          </details>
        )}
        {isOfCounts(draft.kind) && !draft.columns.area && !draft.columns.count && (
          <Areas names={names} draft={draft} onChange={onChange} />
        )}
        {draft.kind === 'eventLog' && <Activities head={head} draft={draft} onChange={onChange} />}
      </Stack>
    </fieldset>
  );
}

function Areas({ names, draft, onChange }: Omit<Props, 'head'> & { names: readonly string[] }) {
  const t = useTranslations('imports');
  const used = new Set(Object.values(draft.columns));
  return (
    <Checkbox.Group
      label={t('areas')}
      description={t('areasHint')}
      value={draft.areas}
      onChange={(areas) => onChange({ areas })}
    >
      <Stack gap="xs" mt={4}>
        {names
          .filter((name) => !used.has(name))
          .map((name) => (
            <Checkbox key={name} size="md" value={name} label={name} />
          ))}
      </Stack>
    </Checkbox.Group>
  );
}

function Activities({ head, draft, onChange }: Props) {
  const t = useTranslations('imports');
  const activities = wordsIn(head, draft.columns.activity);
  if (activities.length === 0) return null;
  const mean = (activity: string, meaning: string): void => {
    const { [activity]: _before, ...meanings } = draft.meanings;
    onChange({ meanings: meaning === '' ? meanings : { ...meanings, [activity]: meaning as Milestone } });
  };
  return (
    <fieldset className="plain-fieldset">
      <legend>{t('activities')}</legend>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {activities.map((activity) => (
          <NativeSelect
            key={activity}
            label={activity}
            value={(Object.hasOwn(draft.meanings, activity) && draft.meanings[activity]) || ''}
            onChange={({ currentTarget }) => mean(activity, currentTarget.value)}
            data={[
              { value: '', label: t('meansNothing') },
              ...MILESTONES.map((value) => ({ value, label: t(`meanings.${value}`) })),
            ]}
          />
        ))}
      </SimpleGrid>
    </fieldset>
  );
}
