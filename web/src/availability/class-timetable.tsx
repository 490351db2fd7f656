import { Alert, Button, FileButton, Group, List, Stack, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { ErrorState, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { ClassLine, type TimetableLine } from './class-line.js';

type Timetable = Schemas['TimetableDto'];

/** Null when there is none. */
export const timetableOf = (operatorId: string) =>
  queryOptions({
    queryKey: ['timetable', operatorId],
    queryFn: async () => {
      try {
        return await ask(
          api.GET('/api/v1/operators/{id}/timetable', { params: { path: { id: operatorId } } }),
        );
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
  });

/**
 * Uploads a calendar file: shows its lines first, then stores it without the unticked ones. A new file
 * replaces the old one.
 */
export function ClassTimetable({ operatorId, zone }: { operatorId: string; zone: string }) {
  const t = useTranslations('availability');
  const params = { path: { id: operatorId } };
  const query = useQuery(timetableOf(operatorId));
  /** The bytes of the file; only the server can detect its encoding. */
  const [file, setFile] = useState<ArrayBuffer | null>(null);
  const upload = (body: ArrayBuffer, choice: { dryRun?: 'true'; skip?: string }) =>
    ask(
      api.POST('/api/v1/operators/{id}/timetable', {
        params: { ...params, query: choice },
        body: body as never,
        bodySerializer: (bytes: unknown) => bytes as ArrayBuffer,
        headers: { 'content-type': 'text/calendar' },
      }),
    );
  const preview = useAct({
    run: async (chosen: File) => {
      const body = await chosen.arrayBuffer();
      const read = await upload(body, { dryRun: 'true' });
      setFile(body);
      return read;
    },
    failed: () => setFile(null),
  });
  const keep = useAct({
    run: (skip: readonly string[]) => upload(file!, skip.length > 0 ? { skip: skip.join(',') } : {}),
    said: () => t('timetableKept'),
    done: () => {
      setFile(null);
      preview.reset();
    },
  });
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/operators/{id}/timetable', { params })),
    said: () => t('timetableRemoved'),
  });
  return (
    <Loaded query={query} rows={1}>
      {(timetable) => (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('timetableHint')}
          </Text>
          {preview.error && <ErrorState error={preview.error} />}
          {file !== null && preview.data ? (
            <Preview
              timetable={preview.data}
              zone={zone}
              replaces={timetable !== null}
              isPending={keep.isPending}
              onKeep={keep.mutate}
              onDiscard={() => setFile(null)}
            />
          ) : (
            <>
              {timetable && <Kept timetable={timetable} zone={zone} />}
              <Group>
                <FileButton
                  accept=".ics,text/calendar"
                  onChange={(chosen) => chosen && preview.mutate(chosen)}
                >
                  {(props) => (
                    <Button {...props} variant={timetable ? 'default' : 'filled'} loading={preview.isPending}>
                      {timetable ? t('replace') : t('upload')}
                    </Button>
                  )}
                </FileButton>
                {timetable && (
                  <Button variant="default" onClick={() => remove.mutate()} loading={remove.isPending}>
                    {t('removeTimetable')}
                  </Button>
                )}
              </Group>
            </>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

/** The pressed button is gone, so focus moves to what replaces it. */
const focus = (heading: HTMLElement | null): void => heading?.focus({ preventScroll: true });

/** The lines of a file; each can be unticked before the file is stored. */
function Preview({
  timetable: { understood, ignored },
  zone,
  replaces,
  isPending,
  onKeep,
  onDiscard,
}: {
  timetable: Timetable;
  zone: string;
  replaces: boolean;
  isPending: boolean;
  onKeep: (skip: string[]) => void;
  onDiscard: () => void;
}) {
  const t = useTranslations('availability');
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const ticked = understood.length - unticked.size;
  const toggle = (id: string, isTicked: boolean): void => {
    const next = new Set(unticked);
    if (isTicked) next.delete(id);
    else next.add(id);
    setUnticked(next);
  };
  return (
    <Stack gap="sm" className="card" component="section" aria-labelledby="preview">
      <Title order={3} size="h5" id="preview" tabIndex={-1} ref={focus}>
        {t('previewTitle')}
      </Title>
      <Text size="sm">{t('previewHint')}</Text>
      <ul className="plain-list class-lines" aria-labelledby="preview">
        {understood.map((line) => (
          <li key={line.id}>
            <ClassLine
              line={line}
              zone={zone}
              isTicked={!unticked.has(line.id)}
              onToggle={(isTicked) => toggle(line.id, isTicked)}
            />
          </li>
        ))}
      </ul>
      <LeftOut ignored={ignored} />
      <Text size="sm" aria-live="polite">
        {ticked === 0 ? t('noneTicked') : t('ticked', { ticked, count: understood.length })}
        {replaces && ` ${t('replaces')}`}
      </Text>
      <Group>
        <Button onClick={() => onKeep([...unticked])} loading={isPending} disabled={ticked === 0}>
          {t('keepTimetable')}
        </Button>
        <Button variant="default" onClick={onDiscard}>
          {t('discard')}
        </Button>
      </Group>
    </Stack>
  );
}

function Kept({ timetable: { understood, skipped, ignored }, zone }: { timetable: Timetable; zone: string }) {
  const t = useTranslations('availability');
  return (
    <Stack gap="sm">
      <Text size="sm">{t('understood', { count: understood.length })}</Text>
      <Lines lines={understood} zone={zone} />
      {skipped.length > 0 && (
        <>
          <Text size="sm">{t('skipped', { count: skipped.length })}</Text>
          <Lines lines={skipped.map((line) => ({ ...line, notes: [], warnings: [] }))} zone={zone} />
        </>
      )}
      <LeftOut ignored={ignored} />
    </Stack>
  );
}

function Lines({ lines, zone }: { lines: readonly TimetableLine[]; zone: string }) {
  return (
    <ul className="plain-list class-lines">
      {lines.map((line) => (
        <li key={line.id}>
          <ClassLine line={line} zone={zone} />
        </li>
      ))}
    </ul>
  );
}

function LeftOut({ ignored }: { ignored: Timetable['ignored'] }) {
  const t = useTranslations('availability');
  if (ignored.length === 0) return null;
  return (
    <Alert color="orange" variant="light" title={t('ignored', { count: ignored.length })}>
      <List size="sm">
        {ignored.map(({ line, message }) => (
          <List.Item key={`${line} ${message}`} className="breaking">
            {t('line', { line, message })}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
