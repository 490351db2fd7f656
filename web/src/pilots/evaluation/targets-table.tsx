import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { metricName, NO_FIGURE } from '../../../../src/domain/pilot-texts/figure-text.js';
import { beforehandText, intervalText, targetText } from '../../../../src/domain/pilot-texts/target-text.js';
import type { Schemas } from '../../api/client.js';
import { percentText } from '../../time/time-format.js';
import { figureText } from '../metrics.js';
import { useTeller } from '../teller.js';

type Target = Schemas['JudgedTargetDto'];
const LEVEL = 0.95;

/** Each target with the interval that decides it. */
export function TargetsTable({ targets }: { targets: readonly Target[] }) {
  const t = useTranslations('evaluation');
  const teller = useTeller();
  return (
    <div className="scroll-x" role="region" aria-label={t('targetsTitle')} tabIndex={0}>
      <table className="data figures">
        <caption>{t('targetsTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('targetColumn')}</th>
            <th scope="col" className="number">
              {t('figure')}
            </th>
            <th scope="col" className="number">
              {t('interval')}
            </th>
            <th scope="col">{t('verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {targets.map((target, index) => (
            <tr key={index}>
              <th scope="row">
                {metricName(target.metric)}: {targetText(target, teller)}
                {target.primary && targets.length > 1 && (
                  <Text size="sm" fw={400} c="dimmed">
                    {t('primary')}
                  </Text>
                )}
                <Beforehand target={target} />
              </th>
              <td className="number">{figureText(target.metric, target.actual)}</td>
              <td className="number">
                <Interval target={target} />
              </td>
              <td className="judged" data-verdict={target.verdict}>
                {t(`targetVerdicts.${target.verdict}`)}
                {target.verdict === 'cannot-tell' &&
                  target.weeksNeeded !== null &&
                  target.weeksNeeded > 0 && (
                    <Text size="sm" c="dimmed">
                      {t('weeksNeeded', { weeks: target.weeksNeeded })}
                    </Text>
                  )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Interval({ target: { metric, interval95, level } }: { target: Target }) {
  const t = useTranslations('evaluation');
  const text = intervalText(metric, interval95, useTeller());
  if (text === null) return NO_FIGURE;
  return (
    <>
      {text}
      {level > LEVEL && (
        <Text size="sm" c="dimmed">
          {t('level', { level: percentText(level) })}
        </Text>
      )}
    </>
  );
}

/** Before the start: what the target asks of the planned weeks. */
function Beforehand({ target: { metric, beforehand } }: { target: Target }) {
  const told = beforehandText(metric, beforehand, useTeller());
  if (!told) return null;
  return (
    <Text size="sm" fw={400} c={told.isReachable ? 'dimmed' : undefined}>
      {told.text}
    </Text>
  );
}
