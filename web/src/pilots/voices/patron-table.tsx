import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { PATRON_ANSWERS } from '../../../../src/domain/pilots/questions.js';
import type { Schemas } from '../../api/client.js';
import { monthName } from '../../time/time-format.js';
import { ShareBar } from './share-bar.js';

/** The patrons' answers by month. */
export function PatronTable({ figures }: { figures: readonly Schemas['PatronFiguresDto'][] }) {
  const t = useTranslations('pilotVoices');
  return (
    <div className="scroll-x" role="region" aria-label={t('patrons')} tabIndex={0}>
      <table className="data voices">
        <caption>{t('patronsCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('month')}</th>
            {PATRON_ANSWERS.map((answer) => (
              <th key={answer} scope="col">
                {t(`answers.${answer}`)}
              </th>
            ))}
            <th scope="col" className="number">
              {t('n')}
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ month, phase, shares, n }) => (
            <tr key={month}>
              <th scope="row">
                {monthName(`${month}-01`)}
                <Text size="sm" fw={400} c="dimmed">
                  {t(`phases.${phase}`)}
                </Text>
              </th>
              {shares ? (
                <>
                  {PATRON_ANSWERS.map((answer) => (
                    <td key={answer}>
                      <ShareBar figure={shares[answer]} />
                    </td>
                  ))}
                  <td className="number">{n}</td>
                </>
              ) : (
                <td colSpan={PATRON_ANSWERS.length + 1}>
                  <Text c="dimmed">{t('tooFew')}</Text>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
