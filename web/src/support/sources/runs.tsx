import { Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { api, ask } from '../../api/client.js';
import { usePages } from '../../api/pages.js';
import { useSettings } from '../../api/lookups.js';
import { millisOf, SECOND } from '../../time/local-time.js';
import { useTimes } from '../../time/time-format.js';
import { Dialog } from '../../ui/dialog.js';
import { Loaded } from '../../ui/query-states.js';
import { ShowMore } from '../../ui/show-more.js';
import type { Run, Source } from './queries.js';

/** The history of a source, newest first. */
export function Runs({ source: { id, name, pushUrl }, onClose }: { source: Source; onClose: () => void }) {
  const t = useTranslations('sources');
  const query = usePages({
    queryKey: ['support-source', 'runs', id],
    page: (cursor) =>
      ask(
        api.GET('/api/v1/support-sources/{id}/runs', {
          params: { path: { id }, query: { limit: 20, cursor } },
        }),
      ),
  });
  return (
    <Dialog title={t('runsOf', { name, isPushed: String(pushUrl !== null) })} onClose={onClose} size="lg">
      <Loaded query={query}>
        {(runs) =>
          runs.length === 0 ? (
            <Text c="dimmed">{t('noRuns')}</Text>
          ) : (
            <Stack gap="sm">
              <ul className="plain-list">
                {runs.map((run) => (
                  <li key={run.id} className="card">
                    <RunText run={run} />
                  </li>
                ))}
              </ul>
              <ShowMore pages={query} />
            </Stack>
          )
        }
      </Loaded>
    </Dialog>
  );
}

function RunText({ run }: { run: Run }) {
  const t = useTranslations('sources');
  const { timeZone } = useSettings();
  const { moment } = useTimes();
  const { startedAt, endedAt, fetched, created, updated, removed, skipped } = run;
  const seconds = endedAt === null ? null : Math.round((millisOf(endedAt) - millisOf(startedAt)) / SECOND);
  return (
    <div className="wrapping">
      <Text size="sm" fw={600}>
        {moment(startedAt, timeZone)} · {t(`purposes.${run.purpose}`)}
        {run.purpose !== 'pushes' && ` · ${t(`runStates.${run.status}`)}`}
        {run.purpose !== 'pushes' && seconds !== null && ` · ${t('seconds', { seconds })}`}
      </Text>
      <Text size="sm" c="dimmed">
        {t('counts', { fetched, created, updated, removed, skipped })}
      </Text>
      {run.error !== null && <Text size="sm">{run.error}</Text>}
      {run.remarks.map(({ externalId, message, isTaken }, index) => (
        <Text size="sm" key={index}>
          {t(isTaken ? 'noticed' : 'leftOut', { externalId, message })}
        </Text>
      ))}
    </div>
  );
}
