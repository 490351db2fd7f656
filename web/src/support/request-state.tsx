import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { CATEGORIES, CHANNELS } from './categories.js';
import type { Request } from './request-acts.js';

/** Where a request stands, in one word. */
export function RequestState({
  request: { resolvedAt, history, tier, firstResponseAt },
}: {
  request: Request;
}) {
  const t = useTranslations('desk');
  if (resolvedAt !== null) return <Badge variant="light">{t('isResolved')}</Badge>;
  if (history)
    return (
      <Badge variant="outline" color="gray">
        {t('isHistory')}
      </Badge>
    );
  if (tier === 'campus-it')
    return (
      <Badge variant="outline" color="orange">
        {t('isEscalated')}
      </Badge>
    );
  return <Badge variant="outline">{t(firstResponseAt === null ? 'isUnanswered' : 'isOpen')}</Badge>;
}

/** The category of a request. Categories from other systems keep their own word, with a capital letter. */
export function useCategoryName(): (category: string | null) => string {
  const t = useTranslations('desk');
  return (name) => {
    if (name === null || name === '') return t('uncategorised');
    const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
    const known = CATEGORIES.find((one) => one === plain);
    return known ? t(`categories.${known}`) : name.charAt(0).toUpperCase() + name.slice(1);
  };
}

/** How somebody asked. Channels of other systems keep their own word. */
export function useChannelName(): (channel: string | null) => string | null {
  const t = useTranslations('desk');
  return (name) => {
    const known = CHANNELS.find((one) => one === name);
    return known ? t(`channels.${known}`) : name;
  };
}

/** What a request is called: what is wrong, or else its category. */
export function useRequestName(): (request: Request) => string {
  const nameOf = useCategoryName();
  return ({ title, category }) => title ?? nameOf(category);
}
