import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { faultOf } from '../../../src/domain/metrics/targets.js';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useLocations } from '../api/lookups.js';
import { addDays, type LocalDate } from '../time/local-time.js';
import { dateWithYearOf } from '../time/time-format.js';
import { useAct } from '../ui/use-act.js';
import { ShareBrief } from './brief/share-brief.js';
import { daysOf } from './date-range.js';
import { termsOf } from './pilot-terms.js';

type Pilot = Schemas['PilotDto'];

/** Which pilot this is: its name, where, when, and what is left out. */
export function PilotHead({
  pilot,
  today,
  onChange,
}: {
  pilot: Pilot;
  today: LocalDate;
  onChange?: () => void;
}) {
  const t = useTranslations('pilots');
  const b = useTranslations('brief');
  const [isSharing, setSharing] = useState(false);
  const locations = useLocations();
  const period = (range: Schemas['DateRangeDto']): string => {
    const { first, last } = daysOf(range);
    return first === last ? dateWithYearOf(first) : `${dateWithYearOf(first)} – ${dateWithYearOf(last)}`;
  };
  const isUnderWay = pilot.pilot.from < today && today < pilot.pilot.to;
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <div className="term-head">
          <Title order={2} size="h4">
            {pilot.name}
          </Title>
          <Text size="sm" c="dimmed">
            {pilot.locationIds.map(locations.nameOf).filter(Boolean).join(', ')}
          </Text>
        </div>
        <Group gap="xs">
          <a
            href={`/api/v1/pilots/${pilot.id}/brief`}
            target="_blank"
            rel="noreferrer"
            className="as-button"
            title={b('openHint')}
          >
            {b('open')}
          </a>
          <a
            href={`/api/v1/pilots/${pilot.id}/data-package`}
            download
            className="as-button"
            title={b('dataHint')}
          >
            {b('data')}
          </a>
          {onChange && (
            <Button variant="default" size="sm" onClick={() => setSharing(true)}>
              {b('share')}
            </Button>
          )}
          {onChange && (
            <Button variant="default" size="sm" onClick={onChange}>
              {t('change')}
            </Button>
          )}
          {onChange && <RemoveButton pilot={pilot} />}
        </Group>
      </Group>
      {isSharing && <ShareBrief pilot={pilot} onClose={() => setSharing(false)} />}
      <Text size="sm" c="dimmed">
        {t('phases', { baseline: period(pilot.baseline), pilot: period(pilot.pilot) })}
        {isUnderWay && ` ${t('soFar', { date: dateWithYearOf(addDays(today, -1)) })}`}
      </Text>
      {pilot.exclusions.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('excluded', {
            periods: pilot.exclusions.map((range) => `${period(range)} (${range.reason})`).join(', '),
          })}
        </Text>
      )}
    </Stack>
  );
}

function RemoveButton({ pilot }: { pilot: Pilot }) {
  const t = useTranslations('pilots');
  const { id, version } = pilot;
  // The server refuses a target that cannot be judged.
  const body = { ...termsOf(pilot), targets: pilot.targets.filter((target) => faultOf(target) === null) };
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/pilots/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    said: () => t('removed', { name: pilot.name }),
    undo: () => ask(api.POST('/api/v1/pilots', { ...once(), body })),
  });
  return (
    <Button variant="default" size="sm" onClick={() => remove.mutate()} loading={remove.isPending}>
      {t('remove')}
    </Button>
  );
}
