import { Button, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PATRON_ANSWERS, type PatronAnswer } from '../../../src/domain/pilots/questions.js';
import { api, ask } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { withPilotTexts } from '../i18n/pilot-texts.js';
import { ErrorState, Loaded } from '../ui/query-states.js';

/** One question to somebody who came to a desk, answered with one tap and without an account. */
export const PatronQuestion = withPilotTexts(function PatronQuestion() {
  const { token } = useParams({ from: '/ask/$token' });
  const t = useTranslations('patronQuestion');
  const path = { token };
  const query = useQuery({
    queryKey: ['patron-question', token],
    queryFn: () => ask(api.GET('/api/v1/patron-questions/{token}', { params: { path } })),
    refetchOnWindowFocus: false,
  });
  const answer = useMutation({
    mutationFn: (given: PatronAnswer) =>
      ask(api.POST('/api/v1/patron-questions/{token}', { params: { path }, body: { answer: given } })),
  });
  const isGone = query.error instanceof Problem && query.error.status === 404;
  return (
    <main className="alone">
      <title>{`${t('question')} · Afterhours`}</title>
      {query.data && <Text c="dimmed">{query.data.locationName}</Text>}
      <Title order={1} size="h2" mb="md">
        {t('question')}
      </Title>
      {isGone ? (
        <Text role="alert">{t('gone')}</Text>
      ) : answer.isSuccess ? (
        <Text role="status" fw={600}>
          {t('thanks')}
        </Text>
      ) : (
        <Loaded query={query} rows={3}>
          {() => (
            <Stack gap="md">
              {answer.error && <ErrorState error={answer.error} />}
              {PATRON_ANSWERS.map((given) => (
                <Button
                  key={given}
                  variant="default"
                  className="big-answer"
                  fullWidth
                  disabled={answer.isPending}
                  onClick={() => answer.mutate(given)}
                >
                  {t(`answers.${given}`)}
                </Button>
              ))}
              <Text size="sm" c="dimmed">
                {t('private')}
              </Text>
            </Stack>
          )}
        </Loaded>
      )}
    </main>
  );
});
