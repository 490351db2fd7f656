import { useInfiniteQuery } from '@tanstack/react-query';

interface OnePage<Item> {
  items: Item[];
  nextCursor?: string | null;
}

/** A list that may be long: its first page, and further pages on request. */
export function usePages<Item>({
  queryKey,
  page,
  enabled = true,
  refetchInterval = () => false,
}: {
  queryKey: readonly unknown[];
  page: (cursor: string | undefined) => Promise<OnePage<Item>>;
  enabled?: boolean;
  /** When to refetch, depending on the current items. */
  refetchInterval?: (items: readonly Item[]) => number | false;
}) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => page(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    enabled,
    refetchInterval: ({ state }) => refetchInterval(state.data?.pages.flatMap(({ items }) => items) ?? []),
  });
}
