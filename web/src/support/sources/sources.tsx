import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../api/me.js';
import { withSourceTexts } from '../../i18n/source-texts.js';
import { Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/query-states.js';
import { sourcesQuery } from './queries.js';
import { SourceCard } from './source-card.js';
import { SourceForm } from './source-form.js';
import { Unassigned } from './unassigned.js';

/** Systems whose requests are collected, and the requests that wait for a location. */
export const Sources = withSourceTexts(function Sources() {
  const t = useTranslations('sources');
  const [isAdding, setAdding] = useState(false);
  const query = useQuery(sourcesQuery);
  const mayAdd = useMe().role !== 'campus_it';
  const add = mayAdd && <Button onClick={() => setAdding(true)}>{t('add')}</Button>;
  return (
    <Page title={t('title')} note={t('hint')} actions={query.data?.length !== 0 && add}>
      <Loaded query={query}>
        {(sources) => (
          <Stack gap="lg">
            {sources.length === 0 ? (
              <Empty title={t('none')} action={add}>
                {t(mayAdd ? 'noneHint' : 'noneHintOthers')}
              </Empty>
            ) : (
              <ul className="plain-list">
                {sources.map((source) => (
                  <li key={source.id} className="card">
                    <SourceCard source={source} />
                  </li>
                ))}
              </ul>
            )}
            <Unassigned count={sources.reduce((sum, { unassigned }) => sum + unassigned, 0)} />
          </Stack>
        )}
      </Loaded>
      {isAdding && <SourceForm onClose={() => setAdding(false)} />}
    </Page>
  );
});
