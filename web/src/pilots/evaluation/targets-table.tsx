import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { percentText } from '../../time/time-format.js';
import { metricName } from '../metric-names.js';
import { figureText } from '../metrics.js';
import { useTargetText } from './target-text.js';

type Target = Schemas['JudgedTargetDto'];
const LEVEL = 0.95;

/** Each target with the interval that decides it. */
export function TargetsTable({ targets }: { targets: readonly Target[] }) {
  const t = useTranslations('evaluation');
  const targetText = useTargetText();
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
                {metricName(target.metric)}: {targetText(target)}
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
  const [low, high] = interval95 ?? [];
  if (low === null || low === undefined) return '–';
  return (
    <>
      {high === null || high === undefined
        ? t('from', { low: figureText(metric, low) })
        : t('intervalOf', { low: figureText(metric, low), high: figureText(metric, high) })}
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
  const t = useTranslations('evaluation');
  // Half of the planned weeks, all of them, and twice as many; of a week or two there is only one.
  const planned = beforehand?.[Math.min(1, beforehand.length - 1)];
  if (!planned || planned.margin === null) return null;
  const { weeks, margin, isReachable } = planned;
  return (
    <Text size="sm" fw={400} c={isReachable ? 'dimmed' : undefined}>
      {t(isReachable ? 'beforehand' : 'unreachable', { weeks, margin: figureText(metric, margin) })}
    </Text>
  );
}
