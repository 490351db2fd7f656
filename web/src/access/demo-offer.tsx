import { Anchor, Button, Code, Loader, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ErrorState } from '../ui/query-states.js';

const POLL_MILLIS = 1000;

const demoQuery = {
  queryKey: ['setup', 'demo'],
  queryFn: () => ask(api.GET('/api/v1/setup/demo')),
};

/** For people who only look around: starts a demo beside the empty product, or says how to start one. */
export function DemoOffer({ canLoad }: { canLoad: boolean }) {
  const t = useTranslations('demo');
  const client = useQueryClient();
  const { data: demo } = useQuery({
    ...demoQuery,
    enabled: canLoad,
    refetchInterval: ({ state }) => (state.data?.state === 'filling' ? POLL_MILLIS : false),
  });
  const start = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/setup/demo', once())),
    onSuccess: (started) => client.setQueryData(demoQuery.queryKey, started),
  });
  return (
    <section aria-labelledby="demo" className="demo-offer">
      <Stack gap="xs" align="flex-start">
        <Title order={2} size="h5" id="demo">
          {t('title')}
        </Title>
        {start.error && <ErrorState error={start.error} />}
        {!canLoad ? (
          <Text size="sm">{t.rich('command', { code: (text) => <Code>{text}</Code> })}</Text>
        ) : demo?.state === 'ready' ? (
          <Ready demo={demo} />
        ) : demo?.state === 'filling' ? (
          <Text size="sm" aria-live="polite">
            <Loader size="xs" mr="xs" aria-hidden="true" />
            {demo.progress === null ? t('filling') : t('progress', { chapter: demo.progress })}
          </Text>
        ) : (
          <>
            <Text size="sm">{t(demo?.state === 'failed' ? 'failed' : 'hint')}</Text>
            <Button variant="default" onClick={() => start.mutate()} loading={start.isPending}>
              {t('load')}
            </Button>
          </>
        )}
      </Stack>
    </section>
  );
}

function Ready({ demo }: { demo: Schemas['DemoDto'] }) {
  const t = useTranslations('demo');
  return (
    <>
      <Anchor href={demo.url ?? ''} fw={600}>
        {t('open')}
      </Anchor>
      <Text size="sm">
        {t.rich('password', { password: demo.password ?? '', code: (text) => <Code>{text}</Code> })}
      </Text>
      <ul className="sign-ins">
        {demo.signIns.map(({ email, who }) => (
          <li key={email}>
            <Code>{email}</Code> {who}
          </li>
        ))}
      </ul>
    </>
  );
}
