import { Alert, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDeferredValue, useEffect, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { isOffline, Problem } from '../api/problem.js';
import { formatLocale } from '../i18n/language.js';

/** What went wrong: in the reader's language for network errors, in the server's words for refusals. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations('states');
  return (error) => {
    if (error instanceof Problem)
      return error.violations.length > 0
        ? [...new Set(error.violations.map(({ message }) => message))].join(' ')
        : error.message;
    return isOffline(error) ? t('offline') : t('unexpected');
  };
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations('states');
  const text = useProblemText();
  return (
    <Alert color="red" variant="light" title={t('failed')} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{text(error)}</Text>
        {error instanceof Problem && error.requestId !== null && error.status >= 500 && (
          <Text size="sm" c="dimmed">
            {t('reference', { id: error.requestId })}
          </Text>
        )}
        {onRetry && (
          <Button size="sm" variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Why there is nothing here, and the next step. */
export function Empty({
  title,
  children,
  action,
}: {
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Stack align="flex-start" gap="xs" py="lg" className="empty">
      {title && (
        <Title order={2} size="h4">
          {title}
        </Title>
      )}
      {children && <Text c="dimmed">{children}</Text>}
      {action}
    </Stack>
  );
}

/**
 * Placeholders shaped like rows of cards. They appear after 200 ms, so that quick answers do not flash, and
 * keep the place of the content below.
 */
export function Loading({ rows = 4, height = 72 }: { rows?: number; height?: number }) {
  const t = useTranslations('states');
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Stack gap="sm" aria-busy="true" aria-label={t('loading')} role="status">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="sm" className={isSlow ? undefined : 'unseen'} />
      ))}
    </Stack>
  );
}

interface Result<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

const NOT_YET = { data: undefined, error: null, refetch: () => undefined };

/**
 * A query whose content renders slowly and is further down: rendered after the page's head, in short steps.
 */
export const useLater = <T,>(query: Result<T>): Result<T> => useDeferredValue<Result<T>>(query, NOT_YET);

/** The three states of a query: its data, an error with a way to retry, or placeholders. */
export function Loaded<T>({
  query,
  rows,
  unheard,
  children,
}: {
  query: Result<T>;
  rows?: number;
  /** Said instead of an error without a network, on pages that work offline. */
  unheard?: string;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (unheard !== undefined && isOffline(query.error))
    return (
      <Text c="dimmed" size="sm" mb="sm">
        {unheard}
      </Text>
    );
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading rows={rows} />;
}

/**
 * For content from several queries: says which parts are missing or out of date because their query failed,
 * and retries them. Renders nothing when all succeeded.
 */
export function MissingParts({
  parts,
}: {
  parts: readonly { name: string; query: Pick<Result<unknown>, 'error' | 'refetch'> }[];
}) {
  const t = useTranslations('states');
  const text = useProblemText();
  const missing = parts.filter(({ query }) => query.error !== null);
  const [first] = missing;
  if (!first) return null;
  const names = new Intl.ListFormat(formatLocale()).format(missing.map(({ name }) => name));
  return (
    <Alert color="orange" variant="light" title={t('partsMissing', { names })} role="alert" mb="sm">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{text(first.query.error)}</Text>
        <Button
          size="sm"
          variant="default"
          onClick={() => {
            for (const { query } of missing) void query.refetch();
          }}
        >
          {t('retry')}
        </Button>
      </Stack>
    </Alert>
  );
}
