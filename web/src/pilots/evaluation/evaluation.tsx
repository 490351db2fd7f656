import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { FigureName } from '../../../../src/domain/metrics/metrics.js';
import { headlinesFor } from '../../../../src/domain/pilot-texts/told.js';
import type { Schemas } from '../../api/client.js';
import type { LocalDate } from '../../time/local-time.js';
import { Loaded } from '../../ui/query-states.js';
import { evaluationQuery, overTimeQuery } from '../queries.js';
import { Doubts } from './doubts.js';
import { FigureCard } from './figure-card.js';
import { TargetsTable } from './targets-table.js';

type Pilot = Schemas['PilotDto'];

const TONES = { 'go-on': 'teal', stop: 'orange', 'cannot-tell': 'gray' } as const;

/** Should the pilot go on? The verdict, one sentence, three figures, the targets, and what speaks against it. */
export function Evaluation({ pilot, to }: { pilot: Pilot; to: LocalDate }) {
  const t = useTranslations('evaluation');
  const query = useQuery(evaluationQuery(pilot.id));
  const weeks = useQuery(overTimeQuery(pilot.id, to));
  return (
    <section aria-labelledby="evaluation">
      <Stack gap="md">
        <Title order={2} size="h4" id="evaluation">
          {t('title')}
        </Title>
        <Loaded query={query} rows={4}>
          {(evaluation) => <Story evaluation={evaluation} items={weeks.data?.items ?? []} />}
        </Loaded>
      </Stack>
    </section>
  );
}

function Story({
  evaluation,
  items,
}: {
  evaluation: Schemas['EvaluationDto'];
  items: readonly Schemas['MetricsItemDto'][];
}) {
  const t = useTranslations('evaluation');
  const { verdict, interim, sentence, targets, comparisons } = evaluation;
  const primary = targets.find((target) => target.primary)?.metric;
  const names = headlinesFor(primary);
  const shown = names.flatMap((metric) => {
    const found = comparisons.find((one) => one.metric === metric && one.hours === 'all');
    return found ? [found] : [];
  });
  return (
    <>
      <Group gap="xs">
        <Badge size="lg" radius="sm" color={TONES[verdict]} variant="light" className="verdict">
          {t(`verdicts.${verdict}`)}
        </Badge>
        {interim && verdict !== 'cannot-tell' && (
          <Text size="sm" c="dimmed">
            {t('interim')}
          </Text>
        )}
      </Group>
      <Text className="sentence">{sentence}</Text>
      <dl className="headline">
        {shown.map((comparison) => (
          <FigureCard
            key={comparison.metric}
            metric={comparison.metric as FigureName}
            comparison={comparison}
            targets={targets.filter(({ metric }) => metric === comparison.metric)}
            items={items}
          />
        ))}
      </dl>
      <Doubts evaluation={evaluation} shown={shown} />
      {targets.length > 0 ? (
        <TargetsTable targets={targets} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('noTargets')}
        </Text>
      )}
    </>
  );
}
