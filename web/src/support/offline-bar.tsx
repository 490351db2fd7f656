import { Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../api/me.js';
import { dismissRefusal, keepSending, useOutgoing } from './outgoing-queue.js';

/**
 * A thin bar: says that there is no network and what will be sent later, or what was refused when it was
 * sent.
 */
export function OfflineBar() {
  const t = useTranslations('offline');
  const me = useMe();
  const { online } = useNetwork();
  const { waiting, refusal } = useOutgoing();
  useEffect(() => keepSending(me.id), [me.id]);
  const own = waiting.filter(({ userId }) => userId === me.id);
  if (refusal)
    return (
      <div className="offline-bar" role="alert">
        <Text size="sm">{t('refused', refusal)}</Text>
        <button type="button" className="link-button" onClick={dismissRefusal}>
          {t('dismiss')}
        </button>
      </div>
    );
  if (online && own.length === 0) return null;
  return (
    <div className="offline-bar" role="status">
      <Text size="sm">
        {online ? t('sending', { count: own.length }) : t('offline', { count: own.length })}
      </Text>
    </div>
  );
}
