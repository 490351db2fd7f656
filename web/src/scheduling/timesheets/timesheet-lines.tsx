import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocations, useSettings } from '../../api/lookups.js';
import { useTimes } from '../../time/time-format.js';
import { CorrectionForm } from '../attendance/correction-form.js';
import { claimQuery, pendingCorrectionsQuery } from '../attendance/queries.js';
import { needsAttention, type Line } from './queries.js';

/** `12 h 30 min`, to the minute, because people are paid by it. */
export function useDuration(): (minutes: number) => string {
  const t = useTranslations('timesheets');
  return (minutes) => t('duration', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** The shifts of a timesheet with their minutes and, when times are missing, a form to add them. */
export function TimesheetLines({
  lines,
  isLocked,
  withNames = false,
}: {
  lines: readonly Line[];
  isLocked: boolean;
  withNames?: boolean;
}) {
  return (
    <ul className="plain-list timesheet-lines">
      {lines.map((line) => (
        <li key={line.claimId}>
          <LineRow line={line} isLocked={isLocked} withName={withNames} />
        </li>
      ))}
    </ul>
  );
}

function LineRow({ line, isLocked, withName }: { line: Line; isLocked: boolean; withName: boolean }) {
  const t = useTranslations('timesheets');
  const { span, time } = useTimes();
  const duration = useDuration();
  const { locations } = useLocations();
  const { timeZone } = useSettings();
  const { data: corrections = [] } = useQuery(pendingCorrectionsQuery);
  const isAsked = corrections.some(({ claimId }) => claimId === line.claimId);
  const [isCorrecting, setCorrecting] = useState(false);
  const zone = locations.find(({ name }) => name === line.locationName)?.timeZone ?? timeZone;
  const when = span(line.startsAt, line.endsAt, zone);
  const { checkedInAt, checkedOutAt, remark } = line;
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <div>
        {withName && <Text fw={600}>{line.operatorName}</Text>}
        <Text {...(!withName && { fw: 600 })}>{when}</Text>
        <Text size="sm" c="dimmed">
          {[
            line.locationName,
            checkedInAt !== null &&
              (checkedOutAt === null
                ? t('in', { from: time(checkedInAt, zone) })
                : t('worked', { from: time(checkedInAt, zone), to: time(checkedOutAt, zone) })),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {isAsked && <Text size="sm">{t('asked')}</Text>}
        {remark && (
          <Text size="sm" {...(remark !== 'ahead' && { fw: 600 })}>
            {t(`remark.${remark}`)}
          </Text>
        )}
      </div>
      <Group gap="sm">
        {remark !== 'ahead' && <Text>{duration(line.minutes)}</Text>}
        {needsAttention(line) && !isLocked && !isAsked && (
          <Button
            size="sm"
            variant="default"
            onClick={() => setCorrecting(true)}
            aria-label={t('correctOf', { name: line.operatorName, shift: when })}
          >
            {t('correct')}
          </Button>
        )}
      </Group>
      {isCorrecting && <Correction line={line} withName={withName} onClose={() => setCorrecting(false)} />}
    </Group>
  );
}

/** A line has only the location's name; its claim has the id. */
function Correction({ line, withName, onClose }: { line: Line; withName: boolean; onClose: () => void }) {
  const { data: claim } = useQuery(claimQuery(line.claimId));
  const { zoneOf } = useLocations();
  if (!claim) return null;
  return (
    <CorrectionForm
      claim={claim}
      {...(withName && { name: line.operatorName })}
      zone={zoneOf(claim.locationId)}
      onClose={onClose}
    />
  );
}
