import { readWorkstations } from './workstation-table.js';
import {
  isOutOfServiceSound,
  workstationKey,
  workstationState,
  type WorkstationFields,
} from './workstations.js';

type Dates = Pick<WorkstationFields, 'inServiceFrom' | 'outOfServiceFrom' | 'outOfServiceUntil'>;
const dates = (
  inServiceFrom: string | null,
  outOfServiceFrom: string | null = null,
  outOfServiceUntil: string | null = null,
): Dates => ({ inServiceFrom, outOfServiceFrom, outOfServiceUntil });

describe('a workstation on 2 November', () => {
  it.each([
    ['without dates is in service', dates(null), 'in-service'],
    ['that starts on that day is in service', dates('2026-11-02'), 'in-service'],
    ['that starts a day later is planned', dates('2026-11-03'), 'planned'],
    ['that broke on that day is out of service', dates(null, '2026-11-02'), 'out-of-service'],
    ['that will break is in service', dates(null, '2026-11-03'), 'in-service'],
    [
      'that is out until that day is out of service',
      dates(null, '2026-11-01', '2026-11-02'),
      'out-of-service',
    ],
    [
      'that was out until the day before is in service',
      dates(null, '2026-10-01', '2026-11-01'),
      'in-service',
    ],
    ['that is planned and out is planned', dates('2026-12-01', '2026-11-01'), 'planned'],
  ])('%s', (_, station, state) => expect(workstationState(station, '2026-11-02')).toBe(state));

  it('needs a first day out of service for a last one', () => {
    expect(isOutOfServiceSound(dates(null, null, '2026-11-02'))).toBe(false);
    expect(isOutOfServiceSound(dates(null, '2026-11-02', '2026-11-02'))).toBe(true);
  });

  it('has the same name in another case', () =>
    expect(workstationKey('E\u0301LAN')).toBe(workstationKey('élan')));
});

describe('a table of workstations', () => {
  const names = (text: string) => readWorkstations(text, null)?.stations.map(({ fields }) => fields.name);

  it.each([
    ['of one column', 'Name\nPC 1\nPC 2', ['PC 1', 'PC 2']],
    ['with another word for it', 'Hostname,Room\nPC 1,2', ['PC 1']],
    ['with a mark of its encoding', '\uFEFFname,area\nPC 1,East', ['PC 1']],
    ['with a title above it', 'Labs of 2026\n\nname,area\nPC 1,East', ['PC 1']],
    ['with quotes', 'name,note\n"PC ""1""","a, b"', ['PC "1"']],
    ['with short lines', 'name,area,note\nPC 1,,\nPC 2', ['PC 1', 'PC 2']],
    ['without lines', 'name,area\n', []],
  ])('%s is read', (_, text, found) => expect(names(text)).toEqual(found));

  it('tells the line of each, and what has no column is left out', () => {
    const table = readWorkstations('name,upgraded\n\nPC 1,2026-11-02\nPC 2,\n', null)!;
    expect(table.stations).toEqual([
      { line: 3, fields: { name: 'PC 1', upgradedOn: '2026-11-02' } },
      { line: 4, fields: { name: 'PC 2', upgradedOn: null } },
    ]);
  });
});
