import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useCategories } from './categories/use-categories.js';
import { CHANNELS } from './channels.js';
import type { Request } from './request-acts.js';

/** Where a request stands, in one word. */
export function RequestState({
  request: { resolvedAt, history, tier, firstResponseAt, waitingSince },
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
  if (waitingSince !== null)
    return (
      <Badge variant="outline" color="gray">
        {t('isWaiting')}
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
  const { nameOf } = useCategories();
  return ({ title, category }) => title ?? nameOf(category);
}
