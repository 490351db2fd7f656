import { Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { usePositions } from '../../api/lookups.js';

/** An operator's progress in training. Renders nothing when they are not in training. */
export function TrainingProgress({
  qualifications,
}: {
  qualifications: readonly Schemas['QualificationDto'][];
}) {
  const t = useTranslations('signOff');
  const { positions } = usePositions();
  const training = qualifications.filter(({ status }) => status === 'in-training');
  if (training.length === 0) return null;
  return (
    <section aria-labelledby="training">
      <Title order={2} size="h4" id="training" mb="xs">
        {t('progress')}
      </Title>
      <ul className="plain-list">
        {training.map(({ positionId, signedOffShifts }) => {
          const position = positions.find(({ id }) => id === positionId);
          const asked = position?.shadowShifts ?? 0;
          return (
            <li key={positionId} className="card">
              <Text fw={600}>{position?.name}</Text>
              <Text size="sm">
                {asked > 0
                  ? t('progressOf', { count: signedOffShifts, asked })
                  : t('progressByHand', { count: signedOffShifts })}
              </Text>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
