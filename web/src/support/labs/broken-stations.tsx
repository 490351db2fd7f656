import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { dateOf, inZone, type LocalDate } from '../../time/local-time.js';
import { dayMonthOf } from '../../time/time-format.js';
import { useAct } from '../../ui/use-act.js';
import { changeWorkstation, workstationsQuery, type Workstation } from './station-queries.js';

/** What is out of service at a desk, and two taps to say that another is. Nothing where no workstation is listed. */
export function BrokenStations({ locationId, zone, now }: { locationId: string; zone: string; now: number }) {
  const t = useTranslations('desk');
  const { data: stations = [] } = useQuery(workstationsQuery(locationId));
  const [isTelling, telling] = useDisclosure(false);
  const today = dateOf(inZone(now, zone));
  const out = inOrder(stations.filter(({ state }) => state === 'out-of-service'));
  const inService = inOrder(stations.filter(({ state }) => state === 'in-service'));
  if (out.length === 0 && inService.length === 0) return null;
  return (
    <section aria-label={t('stations')}>
      <Stack gap="xs">
        {out.length > 0 && (
          <>
            <Text fw={600}>{t('stationsOut', { count: out.length })}</Text>
            <ul className="plain-list">
              {out.map((station) => (
                <li key={station.id} className="card">
                  <Out station={station} />
                </li>
              ))}
            </ul>
          </>
        )}
        {inService.length > 0 && (
          <Button variant="default" aria-expanded={isTelling} onClick={telling.toggle}>
            {t('stationBroken')}
          </Button>
        )}
        {isTelling && (
          <>
            <Text size="sm" c="dimmed">
              {t('stationWhich')}
            </Text>
            <div className="tallies" role="group" aria-label={t('stationWhich')}>
              {inService.map((station) => (
                <TakeOut key={station.id} station={station} today={today} onDone={telling.close} />
              ))}
            </div>
          </>
        )}
      </Stack>
    </section>
  );
}

function TakeOut({ station, today, onDone }: { station: Workstation; today: LocalDate; onDone: () => void }) {
  const t = useTranslations('desk');
  const { name } = station;
  const take = useAct({
    run: () => changeWorkstation(station, { outOfServiceFrom: today, outOfServiceUntil: null }),
    said: () => t('stationIsOut', { name }),
    undo: (changed) => changeWorkstation(changed, datesOf(station)),
    done: onDone,
  });
  return (
    <button type="button" className="tally" disabled={take.isPending} onClick={() => take.mutate()}>
      <strong>{name}</strong>
    </button>
  );
}

function Out({ station }: { station: Workstation }) {
  const t = useTranslations('desk');
  const { name, area, note, outOfServiceFrom: from, outOfServiceUntil: until } = station;
  const works = useAct({
    run: () => changeWorkstation(station, { outOfServiceFrom: null, outOfServiceUntil: null }),
    said: () => t('stationWorks', { name }),
    undo: (changed) => changeWorkstation(changed, datesOf(station)),
  });
  const facts = [
    area,
    from !== null && t('stationSince', { day: dayMonthOf(from) }),
    until !== null && t('stationUntil', { day: dayMonthOf(until) }),
    note,
  ];
  return (
    <Group justify="space-between" wrap="nowrap">
      <div className="wrapping">
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Button
        size="sm"
        variant="default"
        aria-label={t('worksAgainOf', { name })}
        loading={works.isPending}
        onClick={() => works.mutate()}
      >
        {t('worksAgain')}
      </Button>
    </Group>
  );
}

const datesOf = ({
  outOfServiceFrom,
  outOfServiceUntil,
}: Workstation): { outOfServiceFrom: string | null; outOfServiceUntil: string | null } => ({
  outOfServiceFrom,
  outOfServiceUntil,
});

const inOrder = (stations: readonly Workstation[]): Workstation[] =>
  stations.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
