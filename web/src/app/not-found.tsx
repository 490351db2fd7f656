import { Anchor, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Empty } from '../ui/query-states.js';

export function NotFound() {
  const t = useTranslations('states');
  return (
    <main className="alone">
      <Title order={1} size="h2">
        {t('notFound')}
      </Title>
      <Empty
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
