import { AppShell, Burger, Button, Group, NavLink, Stack, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { startTransition, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../api/client.js';
import { stopListening } from '../api/live.js';
import { queryClient, rememberUser, settingsQuery } from '../api/queries.js';
import { OfflineBar } from '../support/offline-bar.js';
import { useNotices } from '../ui/notices.js';
import { ColorSchemeChoice } from './color-scheme-choice.js';
import { useMe } from './me.js';
import { SECTIONS, type Section } from './sections.js';

const TABS = 4;
/** Where the navigation has its place at the side: the breakpoint `md`. */
const WIDE = '(min-width: 62em)';

/** The frame of every page behind the sign-in: navigation at the side on a desk, at the bottom on an operator's phone. */
export function Shell() {
  const me = useMe();
  const t = useTranslations('nav');
  const [opened, { toggle, close }] = useDisclosure(false);
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  const groups = SECTIONS[me.role];
  const path = useRouterState({ select: (state) => state.location.pathname });
  const shown = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const main = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isOperator = me.role === 'operator';
  const tabs = isOperator ? groups[0]!.sections.slice(0, TABS) : [];
  useEffect(() => rememberUser(me), [me]);
  // The frame is drawn before the page in it, so that neither keeps the phone from answering.
  const [isFramed, setFramed] = useState(false);
  useEffect(() => startTransition(() => setFramed(true)), []);
  // A new page begins at its heading, for the eyes and for a screen reader; once it is laid out, which this would else do twice.
  useEffect(() => {
    const timer = setTimeout(() => {
      main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
      list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    });
    return () => clearTimeout(timer);
  }, [shown, isFramed]);
  useEffect(close, [path, close]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'md' }}
      transitionDuration={0}
      className={isOperator ? 'shell shell-tabs' : 'shell'}
    >
      <a href="#main" className="skip">
        {t('skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="sm" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t('menu')} />
            <Text fw={700} component={Link} {...{ to: '/' }} className="brand">
              Afterhours
            </Text>
          </Group>
          <Institution />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('label')}>
        {(opened || isWide) && (
          <Stack h="100%" gap="xs">
            <Stack gap="sm" className="sections" ref={list}>
              {groups.map(({ key, sections }) => (
                <div key={key}>
                  {groups.length > 1 && (
                    <Text size="xs" c="dimmed" px="sm" pt={4}>
                      {t(`group.${key}`)}
                    </Text>
                  )}
                  {sections.map((section) => (
                    <SectionLink key={section.path} section={section} path={path} />
                  ))}
                </div>
              ))}
            </Stack>
            <Account name={me.name} />
          </Stack>
        )}
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main}>
        <OfflineBar />
        {isFramed && <Outlet />}
      </AppShell.Main>
      {tabs.length > 0 && (
        <nav className="tabs" aria-label={t('tabs')}>
          {tabs.map(({ path: to, key }) => (
            <Link key={to} to={to} className="tab" activeProps={{ 'aria-current': 'page' }}>
              {t(key)}
            </Link>
          ))}
        </nav>
      )}
    </AppShell>
  );
}

function SectionLink({ section, path }: { section: Section; path: string }) {
  const t = useTranslations('nav');
  const isActive = path === section.path || path.startsWith(`${section.path}/`);
  return (
    <NavLink
      component={Link}
      {...{ to: section.path }}
      label={t(section.key)}
      active={isActive}
      aria-current={isActive ? 'page' : undefined}
      className="section-link"
    />
  );
}

function Institution() {
  const { data } = useQuery(settingsQuery);
  return (
    <Text size="sm" c="dimmed" truncate>
      {data?.institutionName}
    </Text>
  );
}

function Account({ name }: { name: string }) {
  const t = useTranslations('nav');
  const navigate = useNavigate();
  const notices = useNotices();
  const leave = async (everywhere: boolean): Promise<void> => {
    await (everywhere ? api.POST('/api/v1/auth/logout-everywhere') : api.POST('/api/v1/auth/logout'));
    stopListening();
    notices.clear();
    rememberUser(null);
    queryClient.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Stack gap={4} px="sm" pt="xs" className="account">
      <Text size="sm" lineClamp={2} className="wrapping">
        {name}
      </Text>
      <ColorSchemeChoice />
      <Button variant="default" size="sm" onClick={() => void leave(false)}>
        {t('signOut')}
      </Button>
      <Button variant="subtle" size="compact-xs" onClick={() => void leave(true)}>
        {t('signOutEverywhere')}
      </Button>
    </Stack>
  );
}
