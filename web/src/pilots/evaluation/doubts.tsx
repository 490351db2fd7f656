import { Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { doubtsOf } from '../../../../src/domain/pilot-texts/doubts.js';
import type { Schemas } from '../../api/client.js';
import { useTeller } from '../teller.js';

/** All that the data itself says against the shown figures, and what the checks found. */
export function Doubts({
  evaluation,
  shown,
}: {
  evaluation: Schemas['EvaluationDto'];
  shown: readonly Schemas['ComparisonDto'][];
}) {
  const t = useTranslations('evaluation');
  const said = doubtsOf(evaluation, shown, useTeller());
  return (
    <details className="doubts" open>
      <summary>
        <Title order={3} size="h5">
          {t('doubts')} ({said.length})
        </Title>
      </summary>
      {said.length === 0 ? (
        <Text size="sm">{t('noDoubts')}</Text>
      ) : (
        <ul>
          {said.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </details>
  );
}
