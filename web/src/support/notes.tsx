import { Button, Group, Text, Textarea, Title } from '@mantine/core';
import { queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { useMe } from '../api/me.js';
import { useTimes } from '../time/time-format.js';
import { Form } from '../ui/form.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';

const SHOWN = 5;

export const notesQuery = (locationId: string) =>
  queryOptions({
    queryKey: ['desk-notes', locationId],
    queryFn: () => ask(api.GET('/api/v1/desk-notes', { params: { query: { locationId, limit: SHOWN } } })),
  });

/**
 * The text of a note in progress. It survives a visit to another page, and ends with the sign-out, which
 * clears the client.
 */
function useDraft(locationId: string): [text: string, write: (text: string) => void] {
  const client = useQueryClient();
  const queryKey = ['desk-note-draft', locationId];
  const { data = '' } = useQuery<string>({ queryKey, queryFn: skipToken, gcTime: Infinity });
  return [data, (text) => client.setQueryData(queryKey, text)];
}

/** Notes from earlier shifts, and a form for the next. */
export function Notes({ locationId, zone }: { locationId: string; zone: string }) {
  const t = useTranslations('notes');
  const [text, setText] = useDraft(locationId);
  const query = useQuery(notesQuery(locationId));
  const write = useAct({
    run: () => ask(api.POST('/api/v1/desk-notes', { ...once(), body: { locationId, text } })),
    said: () => t('written'),
    undo: ({ id }) => ask(api.DELETE('/api/v1/desk-notes/{id}', { params: { path: { id } } })),
    inForm: true,
    done: () => setText(''),
  });
  return (
    <section aria-labelledby="notes">
      <Title order={2} size="h4" id="notes" mb="xs">
        {t('title')}
      </Title>
      <Loaded query={query} rows={1} unheard={t('unheard')}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed" size="sm" mb="sm">
              {t('none')}
            </Text>
          ) : (
            <ul className="plain-list">
              {items.map((note) => (
                <li key={note.id} className="card">
                  <Note note={note} zone={zone} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Form act={write} submit={t('write')} isMain={false} className="after-list">
        <Textarea
          label={t('forNext')}
          description={t('hint')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </Form>
    </section>
  );
}

function Note({ note, zone }: { note: Schemas['DeskNoteDto']; zone: string }) {
  const t = useTranslations('notes');
  const me = useMe();
  const { moment } = useTimes();
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/desk-notes/{id}', { params: { path: { id: note.id } } })),
    said: () => t('removed'),
    ...(note.isOwn && {
      undo: () =>
        ask(
          api.POST('/api/v1/desk-notes', {
            ...once(),
            body: { locationId: note.locationId, text: note.text },
          }),
        ),
    }),
  });
  return (
    <>
      <Text className="note-text">{note.text}</Text>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {t('by', {
            name: note.isOwn ? t('you') : (note.authorName ?? t('somebody')),
            when: moment(note.at, zone),
          })}
        </Text>
        {(note.isOwn || me.role !== 'operator') && (
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
    </>
  );
}
