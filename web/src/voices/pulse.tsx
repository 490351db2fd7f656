import { Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { PULSE_QUESTIONS, type PulseQuestion } from '../../../src/domain/pilots/questions.js';
import { api, ask, type Schemas } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { withPilotTexts } from '../i18n/pilot-texts.js';
import { monthName } from '../time/time-format.js';
import { Form } from '../ui/form.js';
import { Loaded } from '../ui/query-states.js';

const STEPS = [1, 2, 3, 4, 5] as const;

/** Three questions to a person of a pilot, with the link from a message and without an account. */
export const Pulse = withPilotTexts(function Pulse() {
  const { token } = useParams({ from: '/pulses/$token' });
  const t = useTranslations('pulse');
  const query = useQuery({
    queryKey: ['pulse', token],
    queryFn: () => ask(api.GET('/api/v1/pulses/{token}', { params: { path: { token } } })),
    refetchOnWindowFocus: false,
  });
  const isGone = query.error instanceof Problem && query.error.status === 404;
  return (
    <main className="alone">
      <title>{`${t('title')} · Afterhours`}</title>
      <Title order={1} size="h2" mb="xs">
        {t('title')}
      </Title>
      {isGone ? (
        <Text role="alert">{t('gone')}</Text>
      ) : (
        <Loaded query={query} rows={3}>
          {(pulse) =>
            pulse.state === 'open' ? (
              <Questions token={token} pulse={pulse} />
            ) : (
              <Text role="status">
                {t(pulse.state, { month: monthName(`${pulse.month}-01`), pilot: pulse.pilotName })}
              </Text>
            )
          }
        </Loaded>
      )}
    </main>
  );
});

function Questions({ token, pulse }: { token: string; pulse: Schemas['PulseDto'] }) {
  const t = useTranslations('pulse');
  const [answers, setAnswers] = useState<Partial<Record<PulseQuestion, number | null>>>({});
  const send = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/pulses/{token}', { params: { path: { token } }, body: { answers } })),
  });
  const other = pulse.group === 'campus-it' ? 'library' : 'campusIt';
  if (send.isSuccess)
    return (
      <div role="status">
        <Text fw={600}>{t('thanks')}</Text>
        <Text>{t('thanksHint')}</Text>
      </div>
    );
  return (
    <>
      <Text>{t('about', { month: monthName(`${pulse.month}-01`), pilot: pulse.pilotName })}</Text>
      <Text c="dimmed" mb="md">
        {t('private')}
      </Text>
      <Form act={send} submit={t('send')}>
        {PULSE_QUESTIONS.map((question) => (
          <Scale
            key={question}
            name={question}
            label={t(`questions.${question}.${other}`)}
            value={answers[question]}
            onChange={(value) => setAnswers({ ...answers, [question]: value })}
          />
        ))}
      </Form>
    </>
  );
}

/** From "not at all" to "fully" in five steps, or "cannot say". */
function Scale({
  name,
  label,
  value,
  onChange,
}: {
  name: string;
  label: string;
  value: number | null | undefined;
  onChange: (value: number | null) => void;
}) {
  const t = useTranslations('pulse');
  const step = (given: number | null, text: string, spoken: string) => (
    <label key={String(given)} className="scale-step">
      <input
        type="radio"
        name={name}
        required
        checked={value === given}
        onChange={() => onChange(given)}
        aria-label={spoken}
      />
      <span aria-hidden="true">{text}</span>
    </label>
  );
  return (
    <fieldset className="plain-fieldset scale">
      <legend>{label}</legend>
      <div className="scale-steps">
        {STEPS.map((given) => step(given, String(given), t('step', { step: given })))}
      </div>
      <div className="scale-ends" aria-hidden="true">
        <span>{t('notAtAll')}</span>
        <span>{t('fully')}</span>
      </div>
      {step(null, t('cannotSay'), t('cannotSay'))}
    </fieldset>
  );
}
