import * as Plot from '@observablehq/plot';

/** A picture as an element of the given document. */
export interface Drawing {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  querySelectorAll(selector: string): Iterable<{ removeAttribute(name: string): void }>;
}

/** What draws: the browser's document, or one made for the server. */
export interface Canvas {
  width: number;
  /** Only on a server; a browser has its own. */
  document?: unknown;
  /** Whether a tip follows the pointer; otherwise each mark has a title. */
  isInteractive?: boolean;
}

/** The colors are variables of the page that shows a plot: see web/src/app/app.css and the brief. */
export const COLOR = {
  quiet: 'var(--quiet)',
  line: 'var(--line)',
  surface: 'var(--surface)',
  accent: 'var(--pending)',
  gap: 'var(--gap)',
} as const;

/** Draws marks; `label` is the whole plot in a sentence, for those who do not see it. */
export function draw(
  { width, document }: Canvas,
  label: string,
  options: Omit<Plot.PlotOptions, 'width' | 'document'>,
): Drawing {
  const drawing = Plot.plot({
    ...options,
    width,
    ...(document !== undefined && { document: document as NonNullable<Plot.PlotOptions['document']> }),
    style: { fontSize: '12px', color: COLOR.quiet, overflow: 'visible' },
  }) as unknown as Drawing;
  // What is in a picture has no names of its own.
  for (const part of drawing.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', label);
  return drawing;
}
