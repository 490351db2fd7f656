import { Burger, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, startTransition, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../api/client.js';
import { stopListening } from '../api/live.js';
import { clearStored, postponeSignOut } from '../api/offline-store.js';
import { isOffline } from '../api/problem.js';
import { queryClient, settingsQuery } from '../api/queries.js';
import { OfflineBar } from '../support/offline-bar.js';
import { useNotices } from '../ui/notices.js';
import { ColorSchemeChoice } from './color-scheme-choice.js';
import { useMe, type Me } from '../api/me.js';
import { SECTIONS, type Section } from './sections.js';

const TABS = 4;
/**
 * From this width the navigation is at the side: the breakpoint `md`, as in app.css. In em, because it
 * depends on the reader's font size.
 */
const WIDE = '(min-width: 62em)';

/**
 * The frame of all pages for signed-in users. Navigation is at the side on a desktop, at the bottom on an
 * operator's phone.
 */
export function Shell() {
  const me = useMe();
  const t = useTranslations('nav');
  const [opened, { toggle, close }] = useDisclosure(false);
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  const isCovered = opened && !isWide;
  const groups = SECTIONS[me.role];
  const path = useRouterState({ select: (state) => state.location.pathname });
  const shown = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const main = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const menu = useRef<HTMLButtonElement>(null);
  const isOperator = me.role === 'operator';
  const tabs = isOperator ? groups[0]!.sections.slice(0, TABS) : [];
  // The frame renders before the page in it, in two short steps, so that the phone stays responsive.
  const [isFramed, setFramed] = useState(false);
  useEffect(() => startTransition(() => setFramed(true)), []);
  // Moves focus and scroll to the heading of a new page. Waits for the layout, which would otherwise be
  // computed twice.
  useEffect(() => {
    const timer = setTimeout(() => {
      main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
      list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    });
    return () => clearTimeout(timer);
  }, [shown, isFramed]);
  useEffect(close, [path, close]);
  return (
    <div
      className={isOperator ? 'shell shell-tabs' : 'shell'}
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !isCovered) return;
        close();
        menu.current?.focus();
      }}
    >
      <a href="#main" className="skip">
        {t('skip')}
      </a>
      {/* The second class keeps its position when a dialog removes the scrollbar. */}
      <header className="shell-head right-scroll-bar-position">
        <Group gap="xs" wrap="nowrap">
          <Burger
            ref={menu}
            opened={opened}
            onClick={toggle}
            hiddenFrom="md"
            size="sm"
            aria-label={t('menu')}
            aria-expanded={opened}
          />
          <Link to="/" className="brand">
            Afterhours
          </Link>
        </Group>
        <Institution />
      </header>
      <nav className="shell-nav" aria-label={t('label')} hidden={!opened && !isWide}>
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
                    <SectionLink key={section.path} section={section} path={path} onClick={close} />
                  ))}
                </div>
              ))}
            </Stack>
            <Account me={me} />
          </Stack>
        )}
      </nav>
      <main id="main" ref={main} inert={isCovered}>
        <OfflineBar />
        {isFramed && <Outlet />}
      </main>
      {isFramed && me.role === 'admin' && (
        <Suspense>
          <FreshSignIn />
        </Suspense>
      )}
      {tabs.length > 0 && (
        <nav className="tabs" aria-label={t('tabs')} inert={isCovered}>
          {tabs.map(({ path: to, key }) => (
            <Link key={to} to={to} className="tab" activeProps={{ 'aria-current': 'page' }}>
              {t(key)}
            </Link>
          ))}
        </nav>
      )}
    </div>
  );
}

function SectionLink({ section, path, onClick }: { section: Section; path: string; onClick: () => void }) {
  const t = useTranslations('nav');
  const isActive = path === section.path || path.startsWith(`${section.path}/`);
  return (
    <Link
      to={section.path}
      className="section-link"
      aria-current={isActive ? 'page' : undefined}
      onClick={onClick}
    >
      {t(section.key)}
    </Link>
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

const FreshSignIn = lazy(() =>
  import('../access/fresh-sign-in.js').then(({ FreshSignIn: dialog }) => ({ default: dialog })),
);

const Profile = lazy(() => import('../access/profile.js').then(({ Profile: page }) => ({ default: page })));

function Account({ me }: { me: Me }) {
  const t = useTranslations('nav');
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  const notices = useNotices();
  const leave = async (everywhere: boolean): Promise<void> => {
    try {
      const { response } = await (everywhere
        ? api.POST('/api/v1/auth/logout-everywhere')
        : api.POST('/api/v1/auth/logout'));
      if (response.status >= 500) postponeSignOut(everywhere);
    } catch (error) {
      if (!isOffline(error)) throw error;
      postponeSignOut(everywhere);
    }
    stopListening();
    notices.clear();
    clearStored();
    queryClient.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Stack gap={4} px="sm" pt="xs" className="account">
      <Text size="sm" lineClamp={2} className="wrapping">
        {me.name}
      </Text>
      <Button variant="subtle" size="compact-xs" onClick={() => setOpen(true)}>
        {t('profile')}
      </Button>
      <Link to="/account" className="account-link">
        {t('account')}
      </Link>
      {isOpen && (
        <Suspense>
          <Profile onClose={() => setOpen(false)} />
        </Suspense>
      )}
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
