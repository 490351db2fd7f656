import { SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { FigureName } from '../../../../src/domain/metrics/metrics.js';
import { askingMapOf, gapBarsOf, worstHours } from '../../../../src/plots/asking-and-gaps.js';
import { heightOfRows, MAP_ROWS } from '../../../../src/plots/heights.js';
import { staffedIn, staffedText, type DrawnHour } from '../../../../src/plots/pilot-plots.js';
import { useSettings } from '../../api/lookups.js';
import type { LocalDate } from '../../time/local-time.js';
import { Loaded, useLater } from '../../ui/query-states.js';
import { figureText } from '../metrics.js';
import { hourOfWeekQuery, type Asked, type Phase } from '../queries.js';
import { useTeller } from '../teller.js';
import { PlotCard } from './card.js';
import { Drawn } from './drawn.js';
import { HoursTable } from './hours-table.js';

const MOST_HOURS = 8;

/** The column of a figure. */
const figure = (name: FigureName, label: string): { label: string; textOf: (hour: DrawnHour) => string } => ({
  label,
  textOf: (hour) => figureText(name, hour[name]),
});

/** When people ask and who is there, and the gaps in which most was asked. */
export function Hours({ pilotId, to }: { pilotId: string; to: LocalDate }) {
  const query = useLater(useQuery(hourOfWeekQuery(pilotId, to)));
  const asked: Asked = { phase: 'both', bucket: 'hour-of-week', basis: 'attended', to };
  return (
    <Loaded query={query} rows={4}>
      {({ items }) => (
        <>
          <Asking pilotId={pilotId} items={items as DrawnHour[]} asked={asked} />
          <Gaps pilotId={pilotId} items={items as DrawnHour[]} asked={asked} />
        </>
      )}
    </Loaded>
  );
}

interface Given {
  pilotId: string;
  items: readonly DrawnHour[];
  asked: Asked;
}

function Asking({ pilotId, items, asked }: Given) {
  const t = useTranslations('pilotPlots');
  const writer = useTeller();
  const weekStartsOn = useSettings().weekStartsOn as Parameters<typeof askingMapOf>[2]['weekStartsOn'];
  const [phase, setPhase] = useState<Phase>('pilot');
  const what = useMemo(
    () => askingMapOf(items, phase, { writer, weekStartsOn }),
    [items, phase, writer, weekStartsOn],
  );
  const draw = useCallback<Parameters<typeof Drawn>[0]['draw']>(
    ({ askingMap }, canvas) => askingMap(what, canvas),
    [what],
  );
  const isEmpty = what.hours.length === 0;
  return (
    <PlotCard
      name="asking"
      title={t('plots.asking')}
      level={2}
      {...(!isEmpty && { hint: t('askingHint') })}
      pilotId={pilotId}
      asked={asked}
      aside={
        <SegmentedControl
          aria-label={t('phase')}
          value={phase}
          onChange={(value) => setPhase(value)}
          data={[
            { value: 'baseline', label: t('baseline') },
            { value: 'pilot', label: t('during') },
          ]}
        />
      }
      table={
        isEmpty ? null : (
          <HoursTable
            hours={items.filter((item) => item.phase === phase && (item.openHours ?? 0) > 0)}
            columns={[
              figure('requestsPerOpenHour', t('asked')),
              { label: t('staffed'), textOf: (hour) => staffedText(staffedIn(hour), writer.formats) },
              figure('firstResponseWallMinutesP50', t('plots.response')),
            ]}
          />
        )
      }
    >
      {isEmpty ? (
        <Text size="sm" c="dimmed">
          {t('askingNothing')}
        </Text>
      ) : (
        <Drawn draw={draw} height={heightOfRows(MAP_ROWS)} />
      )}
    </PlotCard>
  );
}

function Gaps({ pilotId, items, asked }: Given) {
  const t = useTranslations('pilotPlots');
  const writer = useTeller();
  const all = useMemo(() => worstHours(items, Infinity), [items]);
  const what = useMemo(() => gapBarsOf(all.slice(0, MOST_HOURS), writer), [all, writer]);
  const draw = useCallback<Parameters<typeof Drawn>[0]['draw']>(
    ({ gapBars }, canvas) => gapBars(what!, canvas),
    [what],
  );
  return (
    <PlotCard
      name="gaps"
      title={t('plots.gaps')}
      level={2}
      {...(what && { hint: t('gapsHint') })}
      pilotId={pilotId}
      asked={asked}
      table={
        what && (
          <HoursTable
            hours={all}
            columns={[
              figure('demandWhileEmpty', t('gapEmpty')),
              {
                label: t('gapShort'),
                textOf: (hour) => figureText('requests', hour.inGaps - (hour.demandWhileEmpty ?? 0)),
              },
              { label: t('gapRequests'), textOf: (hour) => figureText('requests', hour.inGaps) },
            ]}
          />
        )
      }
    >
      {what ? (
        <Drawn draw={draw} height={heightOfRows(what.hours.length)} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('gapsNone')}
        </Text>
      )}
    </PlotCard>
  );
}
