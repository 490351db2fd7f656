import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { usePages } from '../api/pages.js';
import { withAccountTexts } from '../i18n/account-texts.js';
import { inZone, millisOf } from '../time/local-time.js';
import { useTimes } from '../time/time-format.js';
import { EMail } from '../ui/e-mail.js';
import { NoMail } from '../ui/no-mail.js';
import { Page } from '../ui/page.js';
import { ShowMore } from '../ui/show-more.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { useEntityNames } from './entity-names.js';

type Message = Schemas['MessageDto'];
type Status = Message['status'];

const SHOWN = 20;
const VIEWS = ['undelivered', 'waiting', 'sent'] as const;
type View = (typeof VIEWS)[number];

/** E-mail messages to people; those that were not delivered come first, with the reason. */
export const Messages = withAccountTexts(function Messages() {
  const t = useTranslations('messages');
  const [view, setView] = useState<View>('undelivered');
  return (
    <Page
      title={t('title')}
      note={t('hint')}
      actions={
        <NativeSelect
          aria-label={t('which')}
          value={view}
          onChange={({ currentTarget }) => setView(currentTarget.value as View)}
          data={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
      }
    >
      <NoMail about="messages" />
      {view === 'undelivered' ? <Undelivered /> : <One key={view} status={view} />}
    </Page>
  );
});

const useMessages = (status: Status) =>
  usePages({
    queryKey: ['message', status],
    page: (cursor) =>
      ask(api.GET('/api/v1/messages', { params: { query: { status, limit: SHOWN, cursor } } })),
  });

function One({ status }: { status: 'waiting' | 'sent' }) {
  const t = useTranslations('messages');
  const query = useMessages(status);
  return (
    <Loaded query={query}>
      {(messages) =>
        messages.length === 0 ? (
          <Empty title={t(`empty.${status}`)}>{t(`emptyHint.${status}`)}</Empty>
        ) : (
          <List messages={messages} pages={query} />
        )
      }
    </Loaded>
  );
}

/** Failed messages can be retried one by one; those that lack a mail server need one to be configured. */
function Undelivered() {
  const t = useTranslations('messages');
  const failed = useMessages('failed');
  const kept = useMessages('kept');
  const both = {
    data: failed.data && kept.data && { failed: failed.data, kept: kept.data },
    error: failed.error ?? kept.error,
    refetch: () => Promise.all([failed.refetch(), kept.refetch()]),
  };
  return (
    <Loaded query={both}>
      {(messages) =>
        messages.failed.length + messages.kept.length === 0 ? (
          <Empty title={t('empty.undelivered')}>{t('emptyHint.undelivered')}</Empty>
        ) : (
          <Stack gap="lg">
            {(['failed', 'kept'] as const)
              .filter((status) => messages[status].length > 0)
              .map((status) => (
                <section key={status} aria-labelledby={status}>
                  <Title order={2} size="h4" id={status}>
                    {t(`sections.${status}`)}
                  </Title>
                  <Text size="sm" c="dimmed" mb="xs">
                    {t(`sectionHints.${status}`)}
                  </Text>
                  <List messages={messages[status]} pages={status === 'failed' ? failed : kept} />
                </section>
              ))}
          </Stack>
        )
      }
    </Loaded>
  );
}

function List({ messages, pages }: { messages: Message[]; pages: ReturnType<typeof useMessages> }) {
  return (
    <Stack gap="sm">
      <ul className="plain-list">
        {messages.map((message) => (
          <li key={message.id} className="card">
            <Row message={message} />
          </li>
        ))}
      </ul>
      <ShowMore pages={pages} />
    </Stack>
  );
}

function Row({ message }: { message: Message }) {
  const t = useTranslations('messages');
  const nameOf = useEntityNames();
  const { moment } = useTimes();
  const zone = useSettings().timeZone;
  const at = (instant: string): string => moment(inZone(millisOf(instant), zone), zone);
  const { id, userId, status, kind, subject, body, address, problem, attempts } = message;
  const name = nameOf(userId) ?? t('somebody');
  const title = subject ?? kind.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase());
  const retry = useAct({
    run: () => ask(api.POST('/api/v1/messages/{id}/retry', { ...once(), params: { path: { id } } })),
    said: () => t('retried', { name }),
  });
  return (
    <Stack gap="xs" className="wrapping">
      <div>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {t('to', { name })}
          {address !== null && (
            <>
              {' · '}
              <EMail address={address} />
            </>
          )}
          {` · ${at(message.createdAt)}`}
        </Text>
      </div>
      {problem !== null && status !== 'sent' && status !== 'kept' && (
        <Text size="sm">{t('problem', { problem, attempts })}</Text>
      )}
      {message.sentAt !== null && <Text size="sm">{t('sentAt', { at: at(message.sentAt) })}</Text>}
      {message.nextAttemptAt !== null && (
        <Text size="sm">{t('nextAttempt', { at: at(message.nextAttemptAt) })}</Text>
      )}
      {body !== null && (
        <details>
          <summary>{t('text')}</summary>
          <Text size="sm" className="written">
            {body}
          </Text>
        </details>
      )}
      {(status === 'failed' || status === 'kept') && (
        <Group>
          <Button
            size="sm"
            variant="default"
            onClick={() => retry.mutate()}
            loading={retry.isPending}
            aria-label={t('retryOf', { title, name })}
          >
            {t('retry')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
