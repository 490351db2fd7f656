import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { figureText } from '../metrics.js';

/** What a target asks for: "at most 15". */
export function useTargetText(): (
  target: Pick<Schemas['TargetDto'], 'metric' | 'comparison' | 'value'>,
) => string {
  const t = useTranslations('pilots');
  return ({ metric, comparison, value }) => t(comparison, { value: figureText(metric, value) });
}
