import { Button, Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ErrorState } from './query-states.js';

/** A button below a list that has more items. */
export function ShowMore({
  pages,
}: {
  pages: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: Error | null;
    fetchNextPage: () => unknown;
  };
}) {
  const t = useTranslations('pages');
  if (!pages.hasNextPage) return null;
  const more = (): void => void pages.fetchNextPage();
  return (
    <Stack align="flex-start">
      {pages.isFetchNextPageError ? (
        <ErrorState error={pages.error} onRetry={more} />
      ) : (
        <Button variant="default" onClick={more} loading={pages.isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}
