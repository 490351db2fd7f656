import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, askAll, type Schemas } from '../../api/client.js';
import { orStored } from '../../api/queries.js';

export type Category = Schemas['SupportCategoryDto'];

const STALE_MILLIS = 5 * 60_000;
const NONE: Category[] = [];

/** All categories, in the order of the buttons at the desk. */
export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  staleTime: STALE_MILLIS,
  queryFn: ({ queryKey }) =>
    orStored(
      queryKey,
      () =>
        askAll((cursor) =>
          api.GET('/api/v1/support-categories', { params: { query: { limit: 200, cursor } } }),
        ),
      ({ categories }) => categories,
    ),
});

export interface Categories {
  categories: Category[];
  /** The category as which a word counts; undefined for a word that is none. */
  meantBy: (word: string | null) => Category | undefined;
  /** What a word is called. Words of other systems stay as they are, with a capital letter. */
  nameOf: (word: string | null) => string;
}

export function useCategories(): Categories {
  const t = useTranslations('desk');
  const { data: categories = NONE } = useQuery(categoriesQuery);
  const named = (word: string | null | undefined): Category | undefined =>
    categories.find(({ name }) => name === word);
  const meantBy = (word: string | null): Category | undefined => named(named(word)?.countsAs);
  const nameOf = (word: string | null): string =>
    word === null || word === ''
      ? t('uncategorised')
      : (meantBy(word)?.label ?? word.charAt(0).toUpperCase() + word.slice(1));
  return { categories, meantBy, nameOf };
}

/** Whether a desk offers a category, as long as it is neither archived nor merged. */
export const isShownAt = ({ everywhere, locations }: Category, locationId: string | null): boolean =>
  locations.find((place) => place.locationId === locationId)?.shown ?? everywhere;

/** Those that are neither archived nor merged. */
export const offeredAnywhere = (categories: readonly Category[]): Category[] =>
  categories.filter(({ archived, mergedIntoId }) => !archived && mergedIntoId === null);

export const offeredAt = (categories: readonly Category[], locationId: string | null): Category[] =>
  offeredAnywhere(categories).filter((category) => isShownAt(category, locationId));
