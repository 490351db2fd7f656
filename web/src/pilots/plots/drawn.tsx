import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import type { Canvas, Drawing } from '../../../../src/plots/drawing.js';
import { ErrorState } from '../../ui/query-states.js';

type Plots = typeof import('../../../../src/plots/plots.js');

/** Loaded after the page, because only plots need it. */
const plotsQuery = {
  queryKey: ['code', 'plots'],
  queryFn: () => import('../../../../src/plots/plots.js'),
  staleTime: Infinity,
};

/** A plot as wide as its place. `draw` must stay the same function while what it draws is the same. */
export function Drawn({
  draw,
  height,
}: {
  draw: (plots: Plots, canvas: Canvas) => Drawing;
  /** The place kept for it, in pixels. */
  height: number;
}) {
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const { data: plots, error, refetch } = useQuery(plotsQuery);
  const wide = Math.round(width);
  useLayoutEffect(() => {
    if (!plots || wide === 0) return;
    place.current?.replaceChildren(draw(plots, { width: wide, isInteractive: true }) as unknown as Element);
  }, [draw, plots, wide]);
  if (error && !plots) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div ref={ref} className="plot" style={{ minHeight: height }}>
      <div ref={place} />
    </div>
  );
}
