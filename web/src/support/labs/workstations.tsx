import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { useLocations } from '../../api/lookups.js';
import { MaintenanceList } from '../../coverage/maintenance/maintenance-list.js';
import { withLabTexts } from '../../i18n/lab-texts.js';
import { dateWithYearOf } from '../../time/time-format.js';
import { LocationField } from '../../ui/fields.js';
import { Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { ImportForm } from './import-form.js';
import { addWorkstation, fieldsOf, removeWorkstation } from './queries.js';
import { workstationsQuery, type Workstation } from './station-queries.js';
import { WorkstationForm } from './workstation-form.js';

const COLORS = { planned: 'gray', 'in-service': 'teal', 'out-of-service': 'orange' } as const;

/** The workstations of a lab by area, and when the lab is worked on. */
export const Labs = withLabTexts(function Labs() {
  const t = useTranslations('labs');
  const { locations } = useLocations();
  const [chosen, setChosen] = useState('');
  const location = locations.find(({ id }) => id === chosen) ?? locations[0];
  return (
    <Page title={t('title')} note={t('hint')}>
      {location ? (
        <Stack gap="xl">
          <LocationField value={location.id} onChange={setChosen} />
          <Stations key={location.id} location={location} />
          <MaintenanceList key={`maintenance ${location.id}`} location={location} />
        </Stack>
      ) : (
        <Empty title={t('none')}>{t('noneHint')}</Empty>
      )}
    </Page>
  );
});

function Stations({ location }: { location: Schemas['LocationDto'] }) {
  const t = useTranslations('labs');
  const query = useQuery(workstationsQuery(location.id));
  const [open, setOpen] = useState<'add' | 'import' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button onClick={() => setOpen('add')}>{t('add')}</Button>
        <Button variant="default" onClick={() => setOpen('import')}>
          {t('import')}
        </Button>
      </Group>
      <Loaded query={query} rows={3}>
        {(stations) =>
          stations.length === 0 ? (
            <Empty title={t('none')}>{t('noneHint')}</Empty>
          ) : (
            byArea(stations).map(([area, own]) => <Area key={area} area={area} stations={own} />)
          )
        }
      </Loaded>
      {open === 'add' && <WorkstationForm locationId={location.id} station={null} onClose={close} />}
      {open === 'import' && <ImportForm locationId={location.id} onClose={close} />}
    </Stack>
  );
}

/** Areas by name, with what has none last; names with numbers in their order. */
const byArea = (stations: readonly Workstation[]): [string, Workstation[]][] =>
  [...Map.groupBy(stations, ({ area }) => area ?? '')]
    .map(([area, own]): [string, Workstation[]] => [
      area,
      own.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true })),
    ])
    .sort(
      ([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b, undefined, { numeric: true }),
    );

function Area({ area, stations }: { area: string; stations: Workstation[] }) {
  const t = useTranslations('labs');
  const title = area || t('noArea');
  return (
    <section aria-label={title}>
      <Group gap="xs" mb="xs" align="baseline">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {t('areaCount', { count: stations.length })}
        </Text>
      </Group>
      <ul className="plain-list lab-grid">
        {stations.map((station) => (
          <li key={station.id} className="card">
            <Station station={station} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Station({ station }: { station: Workstation }) {
  const t = useTranslations('labs');
  const [isChanging, setChanging] = useState(false);
  const { name, state, locationId, inServiceFrom, upgradedOn, joinedNetworkOn, note } = station;
  const { outOfServiceFrom: from, outOfServiceUntil: until } = station;
  const remove = useAct({
    run: () => removeWorkstation(station),
    said: () => t('removed', { name }),
    undo: () => addWorkstation({ locationId, ...fieldsOf(station) }),
  });
  const told = (key: 'from' | 'upgraded' | 'joined' | 'outSince' | 'outUntil', date: string | null) =>
    date !== null && t(key, { day: dateWithYearOf(date) });
  const facts = [
    state === 'planned' && told('from', inServiceFrom),
    state === 'out-of-service' && told('outSince', from),
    state === 'out-of-service' && told('outUntil', until),
    told('upgraded', upgradedOn),
    told('joined', joinedNetworkOn),
    note,
  ];
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} className="wrapping">
          {name}
        </Text>
        <Badge variant="light" color={COLORS[state]}>
          {t(`states.${state}`)}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed">
        {facts.filter(Boolean).join(' · ')}
      </Text>
      <Group gap="xs">
        <Button
          size="sm"
          variant="default"
          aria-label={t('changeOf', { name })}
          onClick={() => setChanging(true)}
        >
          {t('change')}
        </Button>
        <Button
          size="sm"
          variant="default"
          aria-label={t('removeOf', { name })}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {t('remove')}
        </Button>
      </Group>
      {isChanging && (
        <WorkstationForm locationId={locationId} station={station} onClose={() => setChanging(false)} />
      )}
    </Stack>
  );
}
