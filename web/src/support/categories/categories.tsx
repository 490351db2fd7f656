import { Button, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../api/me.js';
import { withCategoryTexts } from '../../i18n/category-texts.js';
import { Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { orderCategories } from './acts.js';
import { CategoryCard } from './category-card.js';
import { CategoryForm } from './category-form.js';
import { LooseWords } from './loose-words.js';
import { categoriesQuery, offeredAnywhere, type Category } from './use-categories.js';

/** What requests may be about: the buttons of the desks, what counts as what, and words that no category holds. */
export const Categories = withCategoryTexts(function Categories() {
  const t = useTranslations('categories');
  const [isAdding, setAdding] = useState(false);
  const query = useQuery(categoriesQuery);
  const add = <Button onClick={() => setAdding(true)}>{t('add')}</Button>;
  return (
    <Page title={t('title')} note={t('hint')} actions={add}>
      <Loaded query={query}>
        {(categories) => (
          <Stack gap="xl">
            <Offered categories={categories} />
            <Archived categories={categories} />
            <LooseWords categories={categories} />
          </Stack>
        )}
      </Loaded>
      {isAdding && <CategoryForm category={null} onClose={() => setAdding(false)} />}
    </Page>
  );
});

function Offered({ categories }: { categories: Category[] }) {
  const t = useTranslations('categories');
  const isAdmin = useMe().role === 'admin';
  const offered = offeredAnywhere(categories);
  const ids = offered.map(({ id }) => id);
  const move = useAct({
    scope: 'categories',
    run: ({ at, to }: { at: number; to: number }) =>
      orderCategories(ids.toSpliced(at, 1).toSpliced(to, 0, ids[at]!)),
    said: (_result, { at }) => t('moved', { name: offered[at]!.label }),
    undo: () => orderCategories(ids),
  });
  if (offered.length === 0) return <Empty title={t('none')}>{t('noneHint')}</Empty>;
  return (
    <ul className="plain-list">
      {offered.map((category, at) => (
        <li key={category.id} className="card">
          <CategoryCard
            category={category}
            categories={categories}
            {...(isAdmin && {
              onUp: at === 0 ? null : () => move.mutate({ at, to: at - 1 }),
              onDown: at === offered.length - 1 ? null : () => move.mutate({ at, to: at + 1 }),
            })}
          />
        </li>
      ))}
    </ul>
  );
}

function Archived({ categories }: { categories: Category[] }) {
  const t = useTranslations('categories');
  const archived = categories.filter((category) => category.archived && category.mergedIntoId === null);
  if (archived.length === 0) return null;
  return (
    <section aria-labelledby="archived">
      <Title order={2} size="h4" id="archived" mb="xs">
        {t('archivedTitle')}
      </Title>
      <ul className="plain-list">
        {archived.map((category) => (
          <li key={category.id} className="card">
            <CategoryCard category={category} categories={categories} />
          </li>
        ))}
      </ul>
    </section>
  );
}
