import { Badge, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLocations } from '../../api/lookups.js';
import { dateWithYearOf, useTimes } from '../../time/time-format.js';
import { useReadingNames } from './reading-options.js';
import { isUnderWay, type Import } from './queries.js';
import { Remarks } from './remarks.js';
import { TakeBack } from './take-back.js';
import { ImportPreview } from './import-preview.js';

/** An import: its progress or its result. `lines` is the number of lines in the file, when known. */
export function ImportCard({ of, lines, isOpen = false }: { of: Import; lines?: number; isOpen?: boolean }) {
  const t = useTranslations('imports');
  const { nameOf, zoneOf } = useLocations();
  const { time } = useTimes();
  const at = `${dateWithYearOf(of.createdAt)}, ${time(of.createdAt, zoneOf(of.locationId))}`;
  const isGone = of.takeBackStatus === 'completed';
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div className="wrapping">
          <Text fw={600}>{of.fileName}</Text>
          <Text size="sm" c="dimmed">
            {[of.kind === 'rosters' && t('kinds.rosters'), nameOf(of.locationId), at]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <Badge variant="outline" color={of.status === 'failed' ? 'red' : isGone ? 'gray' : 'teal'}>
          {isGone
            ? t('isTakenBack')
            : of.dryRun && of.status === 'completed'
              ? t('checkOnly')
              : t(`status.${of.status}`)}
        </Badge>
      </Group>
      <div role="status">{isUnderWay(of) ? <UnderWay of={of} lines={lines} /> : <Outcome of={of} />}</div>
      {isOpen && of.read && <Read read={of.read} />}
      {isOpen && of.sample.length > 0 && <ImportPreview of={of} />}
      {of.rejectedCount > 0 && <Remarks of={of} kind="rejected" startsOpen={isOpen} />}
      {of.warningCount > 0 && <Remarks of={of} kind="warning" />}
      <TakeBack of={of} />
    </Stack>
  );
}

function Read({
  read: { delimiter, encoding, headerLine, dateOrder },
}: {
  read: NonNullable<Import['read']>;
}) {
  const t = useTranslations('imports');
  const { delimiterName, encodingName, orderName } = useReadingNames();
  return (
    <Text size="sm" c="dimmed">
      {t('wasReadAs', {
        delimiter: delimiterName(delimiter),
        encoding: encodingName(encoding),
        line: headerLine,
        order: orderName(dateOrder),
      })}
    </Text>
  );
}

function UnderWay({ of: { rows, status }, lines }: { of: Import; lines: number | undefined }) {
  const t = useTranslations('imports');
  const share = lines ? Math.min((rows / lines) * 100, 100) : 0;
  const isUnknown = status === 'queued' || lines === undefined || share >= 100;
  return (
    <Stack gap={4}>
      <Progress
        value={isUnknown ? 100 : share}
        animated={isUnknown}
        striped={isUnknown}
        aria-label={t('progress')}
      />
      <Text size="sm">
        {status === 'queued'
          ? t('queued')
          : lines === undefined
            ? t('read', { rows })
            : t('readOf', { rows, lines: Math.max(rows, lines) })}
      </Text>
    </Stack>
  );
}

function Outcome({ of }: { of: Import }) {
  const t = useTranslations('imports');
  if (of.status === 'failed') return <Text>{t('failed', { message: of.error ?? '' })}</Text>;
  const { rows, created, updated, skipped, rejectedCount: rejected } = of;
  return <Text>{t(of.dryRun ? 'wouldBe' : 'outcome', { rows, created, updated, skipped, rejected })}</Text>;
}
