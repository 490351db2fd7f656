import {
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Progress,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { listRequests } from '../list-requests.js';
import type { Schemas } from '../../api/client.js';
import { useMe } from '../../api/me.js';
import { isOffline, Problem } from '../../api/problem.js';
import { percentText } from '../../time/time-format.js';
import { LocationField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { Columns } from './columns.js';
import type { CsvHead, GivenReading } from './csv.js';
import { DateOrderQuestion } from './date-order-question.js';
import { FirstRows } from './first-rows.js';
import { ReadingOptions } from './reading-options.js';
import { guessPriorityWords } from './guessing.js';
import { isOfRequests, kindsFor, mappingOf, wordsIn, wordsOfKept, type Draft, type Kind } from './mapping.js';
import { upload, type Import } from './queries.js';
import { SaveMapping, UseSavedMapping, type SavedMapping } from './saved-mappings.js';
import { TimeZoneOptions } from './time-zone-options.js';
import { CategoryMapping } from './category-mapping.js';
import { PriorityMapping } from './priority-mapping.js';

interface Start {
  dryRun: boolean;
  dateOrder?: Draft['dateOrder'];
}

/** How a chosen file is to be read, a preview of its first rows, and the start button. */
export function ImportForm({
  file,
  head,
  draft,
  isUnreadable,
  onSaved,
  onDraft,
  onKind,
  onReading,
  onStarted,
  onOther,
}: {
  file: File;
  head: CsvHead;
  draft: Draft;
  /** Whether the file could not be read with the last choice. */
  isUnreadable: boolean;
  onSaved: (saved: SavedMapping) => void;
  onDraft: (draft: Draft) => void;
  onKind: (kind: Kind) => void;
  onReading: (given: GivenReading) => void;
  onStarted: (started: Import) => void;
  onOther: () => void;
}) {
  const t = useTranslations('imports');
  const me = useMe();
  const kinds = kindsFor(me);
  const [isSaving, setSaving] = useState(false);
  const [sent, setSent] = useState<number | null>(null);
  const keyFor = useSameKey();
  const start = useAct({
    run: ({ dryRun, dateOrder = draft.dateOrder }: Start) => {
      const mapping = mappingOf({ ...draft, dateOrder }, dryRun);
      setSent(0);
      return upload(file, mapping, keyFor(mapping), setSent);
    },
    inForm: true,
    failed: () => setSent(null),
    done: onStarted,
  });
  const brokeOff = isOffline(start.error);
  const change = (changes: Partial<Draft>): void => {
    const column = (changes.columns ?? draft.columns).priority;
    const isOther = column !== draft.columns.priority;
    const priorityWords = isOther ? guessPriorityWords(wordsIn(head, column)) : draft.priorityWords;
    onDraft({ ...draft, priorityWords, otherWords: wordsOfKept(draft, changes.columns), ...changes });
  };
  const ambiguous =
    start.error instanceof Problem && start.error.code === 'AMBIGUOUS_DATES' ? start.error : null;
  const act = {
    mutate: () => start.mutate({ dryRun: false }),
    isPending: start.isPending && !start.variables.dryRun,
    error: brokeOff || ambiguous ? null : start.error,
  };
  return (
    <>
      <Form
        act={act}
        submit={t('start')}
        className="card"
        also={
          <>
            <Button
              variant="default"
              type="button"
              loading={start.isPending && start.variables.dryRun}
              onClick={({ currentTarget: { form } }) =>
                form?.reportValidity() && start.mutate({ dryRun: true })
              }
            >
              {t('check')}
            </Button>
            <Text size="sm" c="dimmed">
              {t('checkHint')}
            </Text>
          </>
        }
      >
        <Group justify="space-between" align="flex-start">
          <div className="wrapping">
            <Text fw={600}>{file.name}</Text>
            <Text size="sm" c="dimmed">
              {t('columnCount', { count: head.columns.length })}
            </Text>
          </div>
          <Button size="sm" variant="default" onClick={onOther}>
            {t('other')}
          </Button>
        </Group>
        {head.columns.length === 1 && (
          <Alert color="orange" variant="light" title={t('oneColumn')}>
            {t('oneColumnHint')}
          </Alert>
        )}
        {brokeOff && (
          <Alert color="red" variant="light" title={t('brokeOff')} role="alert">
            {t('brokeOffHint')}
          </Alert>
        )}
        <UseSavedMapping head={head} draft={draft} onSaved={onSaved} />
        <ReadingOptions
          head={head}
          draft={draft}
          isUnreadable={isUnreadable}
          onReading={onReading}
          onChange={change}
        />
        <NativeSelect
          label={t('kind')}
          value={draft.kind}
          onChange={({ currentTarget: { value } }) => onKind(value as Kind)}
          data={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        {draft.kind === 'rosters' && (
          <Text size="sm" c="dimmed">
            {t('rostersHint')}
          </Text>
        )}
        <LocationField value={draft.locationId} onChange={(locationId) => change({ locationId })} />
        {isOfRequests(draft.kind) && (
          <SourceField
            locationId={draft.locationId}
            value={draft.source}
            onChange={(source) => change({ source })}
          />
        )}
        {draft.kind === 'gate' && (
          <Checkbox
            size="md"
            label={t('cumulative')}
            description={t('cumulativeHint')}
            checked={draft.cumulative ?? true}
            onChange={({ currentTarget }) => change({ cumulative: currentTarget.checked })}
          />
        )}
        <Columns head={head} draft={draft} onChange={change} />
        <CategoryMapping head={head} draft={draft} onChange={change} />
        <PriorityMapping head={head} draft={draft} onChange={change} />
        <FirstRows head={head} draft={draft} />
        <TimeZoneOptions draft={draft} onChange={change} />
        <Group gap="xs">
          <Button size="sm" variant="default" type="button" onClick={() => setSaving(true)}>
            {t('saved.save')}
          </Button>
        </Group>
        {ambiguous && (
          <DateOrderQuestion
            problem={ambiguous}
            onAnswer={(dateOrder) => {
              change({ dateOrder });
              start.mutate({ dryRun: start.variables?.dryRun ?? true, dateOrder });
            }}
          />
        )}
        {start.isPending && sent !== null && (
          <Stack gap={4} role="status">
            <Progress value={sent * 100} aria-label={t('sending')} />
            <Text size="sm">{sent < 1 ? t('sent', { share: percentText(sent) }) : t('received')}</Text>
          </Stack>
        )}
      </Form>
      {isSaving && <SaveMapping head={head} draft={draft} onClose={() => setSaving(false)} />}
    </>
  );
}

/**
 * One key for each way of reading the file, so that an interrupted upload that is sent again is imported
 * once.
 */
function useSameKey(): (mapping: Schemas['ImportMapping']) => string {
  const last = useRef({ of: '', key: '' });
  return (mapping) => {
    const of = JSON.stringify(mapping);
    if (last.current.of !== of) last.current = { of, key: crypto.randomUUID() };
    return last.current.key;
  };
}

/** The name of the records' system. Suggests names in use, so that each system has one name. */
function SourceField({
  locationId,
  value,
  onChange,
}: {
  locationId: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const t = useTranslations('imports');
  const { data: known = [] } = useQuery({
    queryKey: ['requests', 'sources', locationId],
    queryFn: async () => {
      const { items } = await listRequests({ locationId, limit: 200 });
      return [...new Set(items.flatMap(({ source }) => source ?? []))];
    },
  });
  return (
    <>
      <TextInput
        label={t('source')}
        description={t('sourceHint')}
        required
        maxLength={100}
        value={value}
        list="known-sources"
        autoComplete="off"
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <datalist id="known-sources">
        {known.map((source) => (
          <option key={source} value={source} />
        ))}
      </datalist>
    </>
  );
}
