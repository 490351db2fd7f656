import { MaintenanceService } from '../../coverage/maintenance/maintenance.service.js';
import { DAY, HOUR } from '../../domain/interval.js';
import { addDays } from '../../domain/local-date.js';
import { instantOf } from '../../domain/recurrence.js';
import { WorkstationImports } from '../../support/workstations/workstation-imports.service.js';
import type { Autumn } from '../plan/calendar.js';
import { LAB_KEYS, ZONE, type Lab } from '../plan/labs.js';
import type { FillContext, ScheduledAction } from './fill-context.js';

const STATIONS = 20;
const AREAS = ['Window side', 'Middle rows', 'Quiet corner', 'Group tables'] as const;
const PREFIX: Record<Lab, string> = { main: 'ML', engineering: 'EN' };

/** The Saturday of the baseline's fourth week: three whole weeks of the baseline lie on either side of it. */
const UPGRADE_DAY = 26;

/** Campus IT upgrades the workstations in the baseline, and announces work on the network for the exams. */
export function equip(world: FillContext, autumn: Autumn): ScheduledAction[] {
  const upgradedOn = addDays(autumn.baseline.from, UPGRADE_DAY);
  const upgrade = instantOf(upgradedOn, '08:00', ZONE, 'first');
  const network = instantOf(addDays(autumn.pilot.to, -5), '06:30', ZONE, 'first');
  const announced = upgrade - 10 * DAY;
  const announce = (startsAt: number, hours: number, reason: string): ScheduledAction => ({
    at: announced,
    run: async () => {
      for (const locationId of world.idsOf(LAB_KEYS))
        await world.as(world.member('dana'), (dana) =>
          world.service(MaintenanceService).create(dana, {
            locationId,
            startsAt: new Date(startsAt),
            endsAt: new Date(startsAt + hours * HOUR),
            reason,
          }),
        );
    },
  });
  return [
    announce(upgrade, 4, 'New disks and network cards in all workstations'),
    announce(network, 2, 'Switches are replaced, no network meanwhile'),
    { at: upgrade + 5 * HOUR, run: () => listStations(world, autumn, upgradedOn) },
  ];
}

async function listStations(world: FillContext, { baseline }: Autumn, upgradedOn: string): Promise<void> {
  for (const lab of LAB_KEYS) {
    const lines = Array.from({ length: STATIONS }, (_, index) => {
      const name = `${PREFIX[lab]}-${`${index + 1}`.padStart(2, '0')}`;
      const area = AREAS[Math.floor((index * AREAS.length) / STATIONS)]!;
      // One was taken out of service at the upgrade, and waits for a part.
      const out = index === 12 ? [upgradedOn, 'Waits for a power supply'] : ['', ''];
      const upgraded = index === 12 ? '' : upgradedOn;
      return [name, area, addDays(baseline.from, -400), upgraded, upgraded, ...out].join(',');
    });
    const text = [
      'name,area,in service from,upgraded,joined network,out of service from,note',
      ...lines,
    ].join('\n');
    await world.as(world.member('dana'), (dana) =>
      world.service(WorkstationImports).run(dana, { locationId: world.locationId(lab), text }),
    );
  }
}
