import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { isPriority, type Priority } from '../../../../src/domain/service-clock.js';
import { useLocations } from '../../api/lookups.js';
import { dateWithYearOf, useTimes } from '../../time/time-format.js';
import { FIELDS, type Field } from './mapping.js';
import type { Import } from './queries.js';

type Sample = Import['sample'][number];

const SHOWN: readonly Field[] = [...new Set(Object.values(FIELDS).flat())];
const TIMES: readonly Field[] = [
  'openedAt',
  'firstResponseAt',
  'escalatedAt',
  'resolvedAt',
  'at',
  'startsAt',
  'endsAt',
  'workedFrom',
  'workedTo',
];

/** What a record has in a field; null for nothing. */
function valueOf(sample: Sample, field: Field): string | number | boolean | null {
  const value = (sample as Partial<Record<Field, string | number | boolean | null>>)[field] ?? null;
  return value === '' || (field === 'noShow' && value === false) ? null : value;
}

/** The first records of an import as they were understood. */
export function ImportPreview({ of }: { of: Import }) {
  const t = useTranslations('imports');
  const priorities = useTranslations('request.priorities');
  const { zoneOf } = useLocations();
  const { time } = useTimes();
  const fields = SHOWN.filter((field) => of.sample.some((sample) => valueOf(sample, field) !== null));
  const text = (sample: Sample, field: Field): string => {
    const value = valueOf(sample, field);
    if (value === null) return '–';
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (field === 'priority' && isPriority(String(value))) return priorities(value as Priority);
    if (!TIMES.includes(field)) return String(value);
    return `${dateWithYearOf(String(value))}, ${time(String(value), zoneOf(of.locationId))}`;
  };
  const id = `understood-${of.id}`;
  return (
    <div>
      <Text fw={600} size="sm" id={id}>
        {t('understood')}
      </Text>
      <div className="scroll-x" role="region" aria-labelledby={id} tabIndex={0}>
        <table className="data first-rows">
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {t(`fields.${field}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.sample.map((sample, index) => (
              <tr key={index}>
                {fields.map((field) => (
                  <td key={field}>{text(sample, field)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
