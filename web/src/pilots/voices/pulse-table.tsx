import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { PULSE_QUESTIONS } from '../../../../src/domain/pilots/questions.js';
import type { Schemas } from '../../api/client.js';
import { hoursText, monthName } from '../../time/time-format.js';
import { ShareBar } from './share-bar.js';

/** The answers of one group to the three questions, by month. */
export function PulseTable({ figures }: { figures: readonly Schemas['PulseFiguresDto'][] }) {
  const t = useTranslations('pilotVoices');
  const months = [...new Set(figures.map(({ month }) => month))];
  return (
    <div className="scroll-x" role="region" aria-label={t('pulse')} tabIndex={0}>
      <table className="data voices">
        <caption>{t('pulseCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('month')}</th>
            {PULSE_QUESTIONS.map((question) => (
              <th key={question} scope="col">
                {t(`questions.${question}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map((month) => {
            const own = figures.filter((one) => one.month === month);
            return (
              <tr key={month}>
                <th scope="row">
                  {monthName(`${month}-01`)}
                  {own[0] && (
                    <Text size="sm" fw={400} c="dimmed">
                      {t(`phases.${own[0].phase}`)}
                    </Text>
                  )}
                </th>
                {PULSE_QUESTIONS.map((question) => (
                  <td key={question}>
                    <Cell figure={own.find((one) => one.question === question)} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ figure }: { figure: Schemas['PulseFiguresDto'] | undefined }) {
  const t = useTranslations('pilotVoices');
  if (!figure?.favourable || figure.mean === null || figure.n === null)
    return <Text c="dimmed">{t('tooFew')}</Text>;
  return (
    <>
      <ShareBar figure={figure.favourable} />
      <Text size="sm" c="dimmed">
        {t('meanOf', { mean: hoursText(figure.mean), n: figure.n })}
      </Text>
    </>
  );
}
