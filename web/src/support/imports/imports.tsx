import { Button, FileButton, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { guessKind } from '../../../../src/domain/import-guessing/guess-kind.js';
import { api, ask } from '../../api/client.js';
import { useLocations } from '../../api/lookups.js';
import { useMe } from '../../api/me.js';
import { usePages } from '../../api/pages.js';
import { useAct } from '../../ui/use-act.js';
import { withImportTexts } from '../../i18n/import-texts.js';
import { Page } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Empty, ErrorState, Loaded } from '../../ui/query-states.js';
import { offeredAnywhere, useCategories, type Category } from '../categories/use-categories.js';
import { countLines, readHead, type CsvHead, type GivenReading } from './csv.js';
import { ImportCard } from './import-card.js';
import { ImportForm } from './import-form.js';
import { guessedColumns, guessPriorityWords, guessWords } from './guessing.js';
import { draftOf, wordsIn, kindsFor, type Draft, type Kind } from './mapping.js';
import type { SavedMapping } from './saved-mappings.js';
import { importQuery, isMoving, isUnderWay, soonIf, type Import } from './queries.js';

interface Chosen {
  file: File;
  head: CsvHead;
  draft: Draft;
}

/** The columns and words guessed from the start of a file. */
function guessed(
  kind: Kind,
  head: CsvHead,
  categories: readonly Category[],
): Pick<Draft, 'kind' | 'columns' | 'words' | 'priorityWords'> {
  const columns = guessedColumns(kind, head);
  return {
    kind,
    columns,
    words: guessWords(wordsIn(head, columns.category), categories),
    priorityWords: guessPriorityWords(wordsIn(head, columns.priority)),
  };
}

/** Imports requests and headcounts of other systems from files. */
export const Imports = withImportTexts(function Imports() {
  const t = useTranslations('imports');
  const [first] = useLocations().locations;
  const [started, setStarted] = useState<Import | null>(null);
  return (
    <Page title={t('title')} note={t('hint')}>
      {first ? (
        <Stack gap="lg">
          <NewImport locationId={first.id} started={started} onStarted={setStarted} />
          <Past except={started?.id} />
        </Stack>
      ) : (
        <Empty title={t('noLocation')}>{t('noLocationHint')}</Empty>
      )}
    </Page>
  );
});

function NewImport({
  locationId,
  started,
  onStarted,
}: {
  locationId: string;
  started: Import | null;
  onStarted: (started: Import | null) => void;
}) {
  const t = useTranslations('imports');
  const kinds = kindsFor(useMe());
  const categories = offeredAnywhere(useCategories().categories);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const choose = useAct({
    run: async (file: File) => {
      const head = await readHead(file);
      if (head) {
        const how = { source: '', timeZone: '', ignoreOffset: false, areas: [], meanings: {} };
        setChosen({
          file,
          head,
          draft: {
            locationId,
            ...how,
            ...guessed(kinds.find((kind) => kind === guessKind(head)) ?? 'requests', head, categories),
          },
        });
      }
      return head;
    },
    inForm: true,
  });
  const readAnew = useAct({
    run: async ({ file, draft }: Chosen) => {
      const { delimiter, encoding, headerLine } = draft;
      const head = await readHead(file, { delimiter, encoding, headerLine });
      // When the file cannot be read with this choice, the earlier result stays and the form says so.
      if (head)
        setChosen({ file, head, draft: { ...draft, ...guessed(draft.kind, head, categories), areas: [] } });
      return head;
    },
  });
  const useSaved = useAct({
    run: async (saved: SavedMapping) => {
      if (!chosen) return;
      const draft = draftOf(saved);
      const { delimiter, encoding, headerLine } = draft;
      const head = await readHead(chosen.file, { delimiter, encoding, headerLine });
      setChosen({ file: chosen.file, head: head ?? chosen.head, draft });
    },
  });
  const restart = (): void => {
    onStarted(null);
    setChosen(null);
    choose.reset();
  };
  if (started && chosen)
    return (
      <Following
        started={started}
        file={chosen.file}
        onRestart={restart}
        onBack={() => onStarted(null)}
        key={started.id}
      />
    );
  if (chosen)
    return (
      <ImportForm
        {...chosen}
        onDraft={(draft) => setChosen({ ...chosen, draft })}
        onKind={(kind) =>
          setChosen({ ...chosen, draft: { ...chosen.draft, ...guessed(kind, chosen.head, categories) } })
        }
        onReading={(given: GivenReading) =>
          readAnew.mutate({ ...chosen, draft: { ...chosen.draft, ...given } })
        }
        isUnreadable={readAnew.data === null}
        onSaved={(saved) => useSaved.mutate(saved)}
        onStarted={onStarted}
        onOther={restart}
      />
    );
  return (
    <Stack gap="sm" align="flex-start" className="card">
      {choose.error && <ErrorState error={choose.error} />}
      {choose.data === null && <Text role="alert">{t('emptyFile')}</Text>}
      <Text>{t('chooseHint')}</Text>
      <FileButton
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        onChange={(file) => file && choose.mutate(file)}
      >
        {(props) => (
          <Button {...props} loading={choose.isPending}>
            {t('choose')}
          </Button>
        )}
      </FileButton>
    </Stack>
  );
}

/** An import that was started here: its progress, and then what to do next. */
function Following({
  started,
  file,
  onRestart,
  onBack,
}: {
  started: Import;
  file: File;
  onRestart: () => void;
  onBack: () => void;
}) {
  const t = useTranslations('imports');
  const query = useQuery({ ...importQuery(started.id), initialData: started });
  const lines = useQuery({ queryKey: ['lines-of', started.id], queryFn: () => countLines(file) });
  const { data } = query;
  return (
    <Stack gap="sm" className="card">
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      <ImportCard of={data} lines={lines.data} isOpen />
      {!isUnderWay(data) && (
        <Group gap="xs">
          {(data.dryRun || data.status === 'failed') && <Button onClick={onBack}>{t('back')}</Button>}
          <Button variant="default" onClick={onRestart}>
            {t('another')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Past({ except }: { except: string | undefined }) {
  const t = useTranslations('imports');
  const query = usePages({
    queryKey: ['support-import', 'list'],
    page: (cursor) => ask(api.GET('/api/v1/support-imports', { params: { query: { limit: 20, cursor } } })),
    refetchInterval: (imports) => soonIf(imports.some(isMoving)),
  });
  return (
    <section aria-labelledby="past">
      <Title order={2} size="h4" id="past" mb="xs">
        {t('past')}
      </Title>
      <Loaded query={query}>
        {(all) => {
          const others = all.filter(({ id }) => id !== except);
          return others.length === 0 ? (
            <Text c="dimmed">{t(except === undefined ? 'none' : 'noneBefore')}</Text>
          ) : (
            <Stack gap="sm">
              <ul className="plain-list">
                {others.map((one) => (
                  <li key={one.id} className="card">
                    <ImportCard of={one} />
                  </li>
                ))}
              </ul>
              <ShowMore pages={query} />
            </Stack>
          );
        }}
      </Loaded>
    </section>
  );
}
