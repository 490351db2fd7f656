import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useNotices } from '../ui/notices.js';
import { saveCsv } from './metrics.js';

/** Saves the data of a table or plot, with all other metrics. */
export function CsvButton({
  pilotId,
  asked,
  label,
  of,
}: {
  pilotId: string;
  asked: Parameters<typeof saveCsv>[1];
  label: string;
  /** What it belongs to, when the page has several such buttons. */
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
