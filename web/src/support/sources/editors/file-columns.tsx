import {
  Button,
  Checkbox,
  FileButton,
  NativeSelect,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { guessKind } from '../../../../../src/domain/import-guessing/guess-kind.js';
import { useAct } from '../../../ui/use-act.js';
import { readHead, type CsvHead } from '../../imports/csv.js';
import { guessedColumns, guessPriorityWords } from '../../imports/guessing.js';
import { MILESTONES, wordsIn } from '../../imports/mapping.js';
import {
  COLLECTED_KINDS,
  collectedKind,
  FILE_FIELDS,
  isNeededField,
  type CollectedKind,
  type FileField,
  type MappingDraft,
} from './file-draft.js';
import { PrioritiesField } from './priorities-field.js';
import { meaningsOf } from './priority-words.js';

interface Props {
  draft: MappingDraft;
  onChange: (change: Partial<MappingDraft>) => void;
}

/** So many fields are always shown. */
const SHOWN_FIELDS = 9;

/** Which column of the file holds which field. A copy of the file tells the names. */
export function FileColumns({ draft, onChange }: Props) {
  const t = useTranslations('sources');
  const named = useTranslations('imports');
  const copy = useAct({
    run: async (file: File) => {
      const head = await readHead(file);
      if (head) onChange(guessedOf(draft, head));
      return head;
    },
    inForm: true,
  });
  const head = copy.data ?? null;
  const list = useId();
  const fields = FILE_FIELDS[draft.kind];
  const input = (field: FileField) => (
    <ColumnField key={field} field={field} list={list} draft={draft} onChange={onChange} />
  );
  const others = fields.slice(SHOWN_FIELDS);
  return (
    <fieldset className="plain-fieldset">
      <legend>{t('file.columns')}</legend>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('file.columnsHint')}
        </Text>
        <FileButton
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
          onChange={(file) => file && copy.mutate(file)}
        >
          {(props) => (
            <Button {...props} variant="default" size="sm" w="fit-content" loading={copy.isPending}>
              {t('file.copy')}
            </Button>
          )}
        </FileButton>
        {copy.data === null && <Text role="alert">{t('file.noColumns')}</Text>}
        {head && (
          <Text size="sm" role="status">
            {t('file.found', { columns: head.columns.join(', ') })}
          </Text>
        )}
        <datalist id={list}>
          {head?.columns.map((column, at) => (
            <option key={at} value={column} />
          ))}
        </datalist>
        <NativeSelect
          label={t('file.kind')}
          value={draft.kind}
          onChange={({ currentTarget: { value } }) => onChange({ kind: value as CollectedKind })}
          data={COLLECTED_KINDS.map((value) => ({ value, label: named(`kinds.${value}`) }))}
        />
        {draft.kind === 'gate' && (
          <Checkbox
            label={named('cumulative')}
            description={named('cumulativeHint')}
            checked={draft.cumulative}
            onChange={({ currentTarget: { checked } }) => onChange({ cumulative: checked })}
          />
        )}
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {fields.slice(0, SHOWN_FIELDS).map(input)}
        </SimpleGrid>
        {others.length > 0 && (
          <details>
            <summary>{t('file.otherColumns', { count: others.length })}</summary>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
              {others.map(input)}
            </SimpleGrid>
          </details>
        )}
        {draft.kind === 'requests' && (draft.columns.priority ?? '').trim() !== '' && (
          <PrioritiesField
            hint={t('file.prioritiesHint')}
            meanings={draft.meanings}
            onChange={(meanings) => onChange({ meanings })}
          />
        )}
        {draft.kind === 'eventLog' && <Activities head={head} draft={draft} onChange={onChange} />}
      </Stack>
    </fieldset>
  );
}

/** What the names and values of a copy suggest. */
function guessedOf(draft: MappingDraft, head: CsvHead): Partial<MappingDraft> {
  const kind = collectedKind(guessKind(head));
  const columns = { ...draft.columns, ...guessedColumns(kind, head) };
  const words = guessPriorityWords(wordsIn(head, columns.priority));
  const meanings = draft.meanings.length > 0 ? draft.meanings : meaningsOf(words);
  return { kind, columns, meanings };
}

function ColumnField({ field, list, draft, onChange }: Props & { field: FileField; list: string }) {
  const t = useTranslations('sources');
  const named = useTranslations('imports');
  const isOwn = field === 'title' || field === 'place' || field === 'updatedAt';
  return (
    <TextInput
      label={isOwn ? t(`file.fields.${field}`) : named(`fields.${field}`)}
      required={isNeededField(draft.kind, field)}
      list={list}
      autoComplete="off"
      maxLength={200}
      value={draft.columns[field] ?? ''}
      onChange={({ currentTarget: { value } }) => onChange({ columns: { ...draft.columns, [field]: value } })}
    />
  );
}

function Activities({ head, draft, onChange }: Props & { head: CsvHead | null }) {
  const t = useTranslations('sources');
  const named = useTranslations('imports');
  const words = head ? wordsIn(head, draft.columns.activity) : [];
  return MILESTONES.map((milestone) => (
    <TagsInput
      key={milestone}
      label={named(`meanings.${milestone}`)}
      description={t('file.activitiesHint')}
      acceptValueOnBlur
      data={words}
      value={draft.activities[milestone]}
      onChange={(names) => onChange({ activities: { ...draft.activities, [milestone]: names } })}
    />
  ));
}
