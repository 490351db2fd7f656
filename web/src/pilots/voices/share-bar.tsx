import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { percentText } from '../../time/time-format.js';

const percent = (share: number): string => `${100 * share}%`;

/** A share as a bar, with its interval as a line, and both in words. */
export function ShareBar({ figure }: { figure: Schemas['ShareDto'] }) {
  const t = useTranslations('pilotVoices');
  const { share, interval95 } = figure;
  const [low = 0, high = 1] = interval95;
  return (
    <div className="share">
      <span>
        {t('shareText', { share: percentText(share), low: percentText(low), high: percentText(high) })}
      </span>
      <span className="share-bar" aria-hidden="true">
        <span className="share-fill" style={{ width: percent(share) }} />
        <span className="share-interval" style={{ left: percent(low), width: percent(high - low) }} />
      </span>
    </div>
  );
}
