import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { millisOf } from '../../time/local-time.js';
import { useNow } from '../../time/now.js';
import { useTimes } from '../../time/time-format.js';
import { Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { announceMaintenance, hasClosedPast, removeMaintenance } from './acts.js';
import { MaintenanceForm } from './maintenance-form.js';
import { WithdrawForm } from './withdraw-form.js';
import { maintenanceQuery, type Maintenance } from './queries.js';

/** The maintenance of a location: what is ahead, then what is over, each to change or remove. */
export function MaintenanceList({ location }: { location: Schemas['LocationDto'] }) {
  const t = useTranslations('labs');
  const now = useNow(60_000);
  const query = useQuery(maintenanceQuery(location.id));
  const [isAdding, setAdding] = useState(false);
  return (
    <section aria-labelledby="maintenance">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="maintenance">
          {t('maintenance')}
        </Title>
        <Button variant="default" onClick={() => setAdding(true)}>
          {t('announce')}
        </Button>
      </Group>
      <Loaded query={query} rows={1}>
        {(windows) => {
          const isOver = ({ endsAt }: Maintenance): boolean => millisOf(endsAt) <= now;
          const [ahead, over] = [windows.filter((one) => !isOver(one)), windows.filter(isOver).toReversed()];
          return (
            <Stack gap="sm">
              {ahead.length === 0 && <Text c="dimmed">{t('noMaintenance')}</Text>}
              <Windows windows={ahead} location={location} />
              {over.length > 0 && (
                <details>
                  <summary>{t('earlier')}</summary>
                  <Windows windows={over} location={location} />
                </details>
              )}
            </Stack>
          );
        }}
      </Loaded>
      {isAdding && <MaintenanceForm location={location} window={null} onClose={() => setAdding(false)} />}
    </section>
  );
}

function Windows({ windows, location }: { windows: Maintenance[]; location: Schemas['LocationDto'] }) {
  return (
    <ul className="plain-list">
      {windows.map((window) => (
        <li key={window.id} className="card">
          <Window window={window} location={location} />
        </li>
      ))}
    </ul>
  );
}

function Window({ window, location }: { window: Maintenance; location: Schemas['LocationDto'] }) {
  const t = useTranslations('labs');
  const [open, setOpen] = useState<'change' | 'withdraw' | null>(null);
  const now = useNow(60_000);
  const span = useTimes().span(window.startsAt, window.endsAt, location.timeZone);
  const { locationId, startsAt, endsAt, reason, closesCoverage } = window;
  const remove = useAct({
    run: () => removeMaintenance(window),
    said: () => t('windowRemoved'),
    undo: () => announceMaintenance({ locationId, startsAt, endsAt, reason, closesCoverage }),
  });
  return (
    <Group justify="space-between" align="flex-start">
      <div className="wrapping">
        <Group gap="xs">
          <Text fw={600}>{reason}</Text>
          {closesCoverage && <Badge color="orange">{t('closes')}</Badge>}
          {window.changedPast && <Badge variant="outline">{t('changedPast')}</Badge>}
        </Group>
        <Text size="sm">{span}</Text>
        <Text size="sm" c="dimmed">
          {t(`by.${window.division}`)}
        </Text>
      </div>
      <Group gap="xs">
        <Button
          size="sm"
          variant="default"
          aria-label={t('changeWindow', { span })}
          onClick={() => setOpen('change')}
        >
          {t('change')}
        </Button>
        <Button
          size="sm"
          variant="default"
          aria-label={t('removeWindow', { span })}
          loading={remove.isPending}
          onClick={() => (hasClosedPast(window, now) ? setOpen('withdraw') : remove.mutate())}
        >
          {t('remove')}
        </Button>
      </Group>
      {open === 'change' && (
        <MaintenanceForm location={location} window={window} onClose={() => setOpen(null)} />
      )}
      {open === 'withdraw' && <WithdrawForm window={window} onClose={() => setOpen(null)} />}
    </Group>
  );
}
