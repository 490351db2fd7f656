import { SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { askingMapOf, gapBarsOf, worstHours } from '../../../../src/plots/asking-and-gaps.js';
import { hourText, staffedIn, staffedText, type DrawnHour } from '../../../../src/plots/pilot-plots.js';
import { useSettings } from '../../api/lookups.js';
import type { LocalDate } from '../../time/local-time.js';
import { Loaded, useLater } from '../../ui/query-states.js';
import { figureText } from '../metrics.js';
import { hourOfWeekQuery, type Asked, type Phase } from '../queries.js';
import { useTeller } from '../teller.js';
import { PlotCard } from './card.js';
import { Drawn } from './drawn.js';

const MOST_HOURS = 8;
const MAP_HEIGHT = 202;

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
      table={isEmpty ? null : <HoursTable items={items.filter((item) => item.phase === phase)} />}
    >
      {isEmpty ? (
        <Text size="sm" c="dimmed">
          {t('askingNothing')}
        </Text>
      ) : (
        <Drawn draw={draw} height={MAP_HEIGHT} />
      )}
    </PlotCard>
  );
}

function HoursTable({ items }: { items: readonly DrawnHour[] }) {
  const t = useTranslations('pilotPlots');
  const writer = useTeller();
  return (
    <table className="data figures">
      <thead>
        <tr>
          <th scope="col">{t('hour')}</th>
          <th scope="col" className="number">
            {t('asked')}
          </th>
          <th scope="col" className="number">
            {t('staffed')}
          </th>
          <th scope="col" className="number">
            {t('plots.response')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items
          .filter(({ openHours }) => (openHours ?? 0) > 0)
          .map((item) => (
            <tr key={`${item.weekday} ${item.hour}`}>
              <th scope="row">{hourText(item, writer)}</th>
              <td className="number">{figureText('requestsPerOpenHour', item.requestsPerOpenHour)}</td>
              <td className="number">{staffedText(staffedIn(item), writer.formats)}</td>
              <td className="number">
                {figureText('firstResponseWallMinutesP50', item.firstResponseWallMinutesP50)}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Gaps({ pilotId, items, asked }: Given) {
  const t = useTranslations('pilotPlots');
  const writer = useTeller();
  const worst = useMemo(() => worstHours(items, MOST_HOURS), [items]);
  const what = useMemo(() => gapBarsOf(worst, writer), [worst, writer]);
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
      table={what && <GapsTable items={worstHours(items, Infinity)} />}
    >
      {what ? (
        <Drawn draw={draw} height={what.hours.length * 26 + 20} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('gapsNone')}
        </Text>
      )}
    </PlotCard>
  );
}

function GapsTable({ items }: { items: ReturnType<typeof worstHours> }) {
  const t = useTranslations('pilotPlots');
  const writer = useTeller();
  return (
    <table className="data figures">
      <thead>
        <tr>
          <th scope="col">{t('hour')}</th>
          <th scope="col" className="number">
            {t('gapEmpty')}
          </th>
          <th scope="col" className="number">
            {t('gapShort')}
          </th>
          <th scope="col" className="number">
            {t('gapRequests')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={`${item.weekday} ${item.hour}`}>
            <th scope="row">{hourText(item, writer)}</th>
            <td className="number">{figureText('demandWhileEmpty', item.demandWhileEmpty)}</td>
            <td className="number">
              {figureText('demandWhileShort', item.inGaps - (item.demandWhileEmpty ?? 0))}
            </td>
            <td className="number">{figureText('requests', item.inGaps)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
