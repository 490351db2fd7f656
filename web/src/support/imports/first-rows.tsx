import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { CsvHead } from './csv.js';
import { FIELDS, hasAreaColumns, type Draft } from './mapping.js';

const SHOWN = 5;

/** The file's first rows, under the names of their fields. */
export function FirstRows({ head, draft }: { head: CsvHead; draft: Draft }) {
  const t = useTranslations('imports');
  const taken = [
    ...FIELDS[draft.kind].flatMap((field) => {
      const column = draft.columns[field];
      return column ? [{ label: t(`fields.${field}`), column }] : [];
    }),
    ...(hasAreaColumns(draft) ? draft.areas.map((column) => ({ label: column, column })) : []),
  ];
  if (head.rows.length === 0) return <Text c="dimmed">{t('noRows')}</Text>;
  if (taken.length === 0) return null;
  return (
    <div>
      <Text fw={600} size="sm" id="first-rows">
        {t('firstRows')}
      </Text>
      <div className="scroll-x" role="region" aria-labelledby="first-rows" tabIndex={0}>
        <table className="data first-rows">
          <thead>
            <tr>
              {taken.map(({ label }) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {head.rows.slice(0, SHOWN).map((row, index) => (
              <tr key={index}>
                {taken.map(({ label, column }) => (
                  <td key={label}>{row[head.columns.indexOf(column)]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
