import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Asked } from '../queries.js';
import { CsvButton } from '../csv-button.js';

/** A plot with its words, its table and its file. */
export function PlotCard({
  name,
  title,
  level,
  hint,
  pilotId,
  asked,
  aside,
  children,
  table,
}: {
  /** Part of ids on the page. */
  name: string;
  title: string;
  level: 2 | 3;
  hint?: string;
  pilotId: string;
  /** The rows of its file. */
  asked: Asked;
  aside?: ReactNode;
  children: ReactNode;
  /** The same figures as a table; null when there are none. */
  table: ReactNode;
}) {
  const t = useTranslations('pilotPlots');
  const heading = `plot-${name}`;
  return (
    <section className="card" aria-labelledby={heading}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Title order={level} size="h5" id={heading}>
            {title}
          </Title>
          <Group gap="xs">
            {aside}
            <CsvButton pilotId={pilotId} asked={asked} label={t('csv')} of={title} />
          </Group>
        </Group>
        {hint !== undefined && (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        )}
        {children}
        {table !== null && (
          <details>
            <summary>{t('table')}</summary>
            <div className="scroll-x" role="region" aria-label={t('tableOf', { what: title })} tabIndex={0}>
              {table}
            </div>
          </details>
        )}
      </Stack>
    </section>
  );
}
