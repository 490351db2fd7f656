import { Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { positionsQuery } from '../api/queries.js';
import { dateWithYearOf } from '../time/time-format.js';
import { useAct } from '../ui/use-act.js';

type Operator = Schemas['OperatorDto'];
type Qualification = Schemas['QualificationDto'];
type Status = Qualification['status'];

/**
 * A person's qualifications, position by position: start training, qualify by hand, or go back to training.
 */
export function Qualifications({ operator }: { operator: Operator }) {
  const t = useTranslations('qualifications');
  const { data: positions = [] } = useQuery(positionsQuery);
  return (
    <section aria-labelledby="qualifications">
      <Title order={3} size="h5" id="qualifications" mb="xs">
        {t('title')}
      </Title>
      <ul className="plain-list">
        {positions.map((position) => (
          <li key={position.id} className="card">
            <Row operator={operator} position={position} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ operator, position }: { operator: Operator; position: Schemas['PositionDto'] }) {
  const t = useTranslations('qualifications');
  const before = operator.qualifications.find(({ positionId }) => positionId === position.id);
  const path = { id: operator.id };
  const put = (status: Status, more: { expiresOn?: string | null } = {}) =>
    ask(
      api.POST('/api/v1/operators/{id}/qualifications', {
        params: { path },
        body: { positionId: position.id, status, ...more },
      }),
    );
  const set = useAct({
    run: (status: Status) => put(status),
    said: ({ status }) => t(`done.${status}`, { position: position.name }),
    // Training that starts again counts from zero, so earlier sign-offs would be lost.
    ...(!(before?.status === 'in-training' && before.signedOffShifts > 0) && {
      undo: (): Promise<unknown> =>
        before
          ? put(before.status, { expiresOn: before.expiresOn })
          : ask(
              api.PATCH('/api/v1/operators/{id}', {
                params: { path },
                body: { positionIds: operator.positionIds },
              }),
            ),
    }),
  });
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <Text fw={600}>{position.name}</Text>
        <Text size="sm" c="dimmed">
          {stateOf(before, position.shadowShifts)}
        </Text>
      </div>
      <Group gap="xs">
        {before?.status !== 'in-training' && (
          <Button
            size="sm"
            variant="default"
            onClick={() => set.mutate('in-training')}
            aria-label={t('trainOf', { position: position.name })}
          >
            {before ? t('trainAgain') : t('train')}
          </Button>
        )}
        {before?.status !== 'qualified' && (
          <Button
            size="sm"
            variant="default"
            onClick={() => set.mutate('qualified')}
            aria-label={t('qualifyOf', { position: position.name })}
          >
            {t('qualify')}
          </Button>
        )}
      </Group>
    </Group>
  );

  function stateOf(one: Qualification | undefined, asked: number): string {
    if (!one) return t('none');
    if (one.status === 'in-training') return t('training', { count: one.signedOffShifts, asked });
    return one.expiresOn === null
      ? t('qualified')
      : t('qualifiedUntil', { date: dateWithYearOf(one.expiresOn) });
  }
}
