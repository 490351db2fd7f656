import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useNotices } from '../ui/notices.js';
import { saveCsv } from './metrics.js';

/** Saves what a table or plot is drawn from, with every other metric beside it. */
export function CsvButton({
  pilotId,
  asked,
  label,
  of,
}: {
  pilotId: string;
  asked: Parameters<typeof saveCsv>[1];
  label: string;
  /** What it belongs to, where several such buttons stand on the page. */
  of?: string;
}) {
  const t = useTranslations('pilots');
  const notices = useNotices();
  return (
    <Button
      variant="default"
      size="sm"
      {...(of !== undefined && { 'aria-label': t('csvOf', { label, of }) })}
      onClick={() => void saveCsv(pilotId, asked).catch(notices.fail)}
    >
      {label}
    </Button>
  );
}
