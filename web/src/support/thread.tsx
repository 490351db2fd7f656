import { Anchor, Button, FileButton, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { useMe } from '../api/me.js';
import { useTimes } from '../time/time-format.js';
import { Form } from '../ui/form.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { smallerPhoto } from './smaller-photo.js';

const ACCEPTED = 'image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain';

type Entry = Schemas['ThreadEntryDto'];

const removeNote = (id: string, noteId: string) =>
  ask(api.DELETE('/api/v1/support-requests/{id}/notes/{noteId}', { params: { path: { id, noteId } } }));

/** What was done and said, oldest first, and a note for the others. */
export function Thread({ requestId, zone }: { requestId: string; zone: string }) {
  const t = useTranslations('thread');
  const [text, setText] = useState('');
  const query = useQuery({
    queryKey: ['requests', 'thread', requestId],
    queryFn: () =>
      ask(api.GET('/api/v1/support-requests/{id}/thread', { params: { path: { id: requestId } } })),
  });
  const write = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/support-requests/{id}/notes', {
          ...once(),
          params: { path: { id: requestId } },
          body: { text },
        }),
      ),
    said: () => t('noted'),
    undo: ({ id }) => removeNote(requestId, id!),
    inForm: true,
    done: () => setText(''),
  });
  return (
    <section aria-labelledby="thread">
      <Title order={2} size="h4" id="thread" mb="xs">
        {t('title')}
      </Title>
      <Stack gap="md">
        <Loaded query={query} rows={2}>
          {({ items }) => (
            <ol className="thread">
              {items.map((entry) => (
                <li key={`${entry.id ?? entry.kind}${entry.at}`} data-kind={entry.kind}>
                  <ThreadEntry requestId={requestId} entry={entry} zone={zone} />
                </li>
              ))}
            </ol>
          )}
        </Loaded>
        <Form act={write} submit={t('write')} isMain={false} also={<Attach requestId={requestId} />}>
          <Textarea
            label={t('note')}
            description={t('noteHint')}
            required
            autosize
            minRows={2}
            maxLength={4000}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        </Form>
      </Stack>
    </section>
  );
}

/** Sends a photo or a file at once. */
function Attach({ requestId }: { requestId: string }) {
  const t = useTranslations('thread');
  const attach = useAct({
    run: (file: File) => sendAttachment(requestId, file),
    said: () => t('attached'),
    undo: ({ id }) => removeNote(requestId, id!),
  });
  return (
    <FileButton accept={ACCEPTED} onChange={(file) => file && attach.mutate(file)}>
      {(props) => (
        <Button {...props} variant="default" loading={attach.isPending}>
          {t('attach')}
        </Button>
      )}
    </FileButton>
  );
}

async function sendAttachment(requestId: string, file: File): Promise<Entry> {
  const body = new FormData();
  body.append('file', await smallerPhoto(file));
  const response = await fetch(`/api/v1/support-requests/${requestId}/attachments`, {
    method: 'POST',
    headers: once().headers,
    body,
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw await Problem.of(answer, response.status);
  return answer as Entry;
}

/** A picture itself; of other files the name, which leads to it. */
function Attached({ path, file }: { path: string; file: NonNullable<Entry['file']> }) {
  const t = useTranslations('thread');
  if (file.type.startsWith('image/'))
    return (
      <a href={path} target="_blank" rel="noreferrer">
        <img src={path} alt={t('picture', { name: file.name })} loading="lazy" className="attached" />
      </a>
    );
  return (
    <Anchor href={path} download={file.name} className="tap-target">
      {t('file', { name: file.name, kilobytes: Math.ceil(file.bytes / 1024) })}
    </Anchor>
  );
}

function ThreadEntry({ requestId, entry, zone }: { requestId: string; entry: Entry; zone: string }) {
  const t = useTranslations('thread');
  const me = useMe();
  const { moment } = useTimes();
  const { id, kind, text, authorName, isOwn, assigneeName, file } = entry;
  const remove = useAct({ run: () => removeNote(requestId, id!), said: () => t('removed') });
  const who = isOwn ? 'you' : authorName === null ? 'nobody' : 'other';
  const isTheirOwn = kind === 'assigned' && assigneeName === authorName;
  const supervises = me.role === 'admin' || me.role === 'supervisor';
  const words =
    kind === 'assigned'
      ? assigneeName === null
        ? t('putBack', { who, name: authorName ?? '' })
        : isTheirOwn
          ? t('taken', { who, name: authorName ?? '' })
          : t('assigned', { who, name: authorName ?? '', to: assigneeName })
      : t(`kinds.${kind}`, { who, name: authorName ?? '' });
  return (
    <>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text size="sm">
          <span className="thread-words">{words}</span>{' '}
          <Text span size="sm" c="dimmed">
            {moment(entry.at, zone)}
          </Text>
        </Text>
        {(kind === 'note' || kind === 'attached') && (isOwn || supervises) && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => remove.mutate()}
            loading={remove.isPending}
          >
            {t('remove')}
          </Button>
        )}
      </Group>
      {text !== null && <Text className="note-text">{text}</Text>}
      {file !== null && (
        <Attached path={`/api/v1/support-requests/${requestId}/attachments/${id}`} file={file} />
      )}
    </>
  );
}
