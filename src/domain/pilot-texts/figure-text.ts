import { LABELS } from '../metrics/labels.js';
import { isFigure, metricOf } from '../metrics/metrics.js';

/** What stands for a figure that there is none of. */
export const NO_FIGURE = '–';

const formats = new Map<string, Intl.NumberFormat>();

/** A number as it is written in a locale. */
export function numberText(value: number, locale: string, options: Intl.NumberFormatOptions): string {
  const key = `${locale}${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(locale, options)));
  return format.format(value);
}

/** A metric's name in words; unknown names do not change. */
export const metricName = (name: string): string => (isFigure(name) ? LABELS[name] : name);

export const isShare = (metric: string): boolean => isFigure(metric) && metricOf(metric).unit === 'share';

/** A figure as text: shares in percent, a dash when there is none. */
export function figureText(metric: string, value: number | null | undefined, locale: string): string {
  if (value === null || value === undefined) return NO_FIGURE;
  if (isShare(metric)) return numberText(value, locale, { style: 'percent', maximumFractionDigits: 1 });
  return numberText(value, locale, { maximumFractionDigits: value < 10 ? 2 : 1 });
}
