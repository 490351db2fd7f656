import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Empty } from '../ui/states.js';

export function NotFound() {
  const t = useTranslations('states');
  return (
    <main className="alone">
      <Empty
        title={t('notFound')}
        action={
          <Anchor component={Link} {...{ to: '/' }}>
            {t('home')}
          </Anchor>
        }
      >
        {t('notFoundHint')}
      </Empty>
    </main>
  );
}
