import { useTranslations } from 'use-intl';
import { hourText, type DrawnHour } from '../../../../src/plots/pilot-plots.js';
import { useTeller } from '../teller.js';

/** Figures of hours of the week, a row for each hour. */
export function HoursTable<Hour extends DrawnHour>({
  hours,
  columns,
}: {
  hours: readonly Hour[];
  columns: readonly { label: string; textOf: (hour: Hour) => string }[];
}) {
  const t = useTranslations('pilotPlots');
  const writer = useTeller();
  return (
    <table className="data figures">
      <thead>
        <tr>
          <th scope="col">{t('hour')}</th>
          {columns.map(({ label }) => (
            <th key={label} scope="col" className="number">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {hours.map((hour) => (
          <tr key={`${hour.weekday} ${hour.hour}`}>
            <th scope="row">{hourText(hour, writer)}</th>
            {columns.map(({ label, textOf }) => (
              <td key={label} className="number">
                {textOf(hour)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
