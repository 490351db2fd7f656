import { Button, Group, Paper, Text } from '@mantine/core';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from './query-states.js';

const SECONDS = 8;

interface Notice {
  id: number;
  message: string;
  tone: 'plain' | 'problem';
  action?: { name: 'undo' | 'reload'; act: () => unknown };
}

interface Notices {
  /** Says what was done; with `undo`, offers to undo it for eight seconds. */
  say: (message: string, undo?: () => Promise<unknown>) => void;
  fail: (error: unknown) => void;
  /** Says why something was not done. */
  refuse: (message: string) => void;
  /**
   * Says that a part of the app could not be loaded: a browser does not try again before the page is
   * reloaded.
   */
  failToLoad: () => void;
  /** Removes the notice, for example at a sign-out. */
  clear: () => void;
}

const Context = createContext<Notices | null>(null);

export function useNotices(): Notices {
  const notices = useContext(Context);
  if (!notices) throw new Error('useNotices() needs NoticesProvider around it');
  return notices;
}

let lastId = 0;

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const text = useProblemText();
  const t = useTranslations('notices');
  const show = useCallback((message: string, tone: Notice['tone'], action?: Notice['action']) => {
    lastId += 1;
    setNotice({ id: lastId, message, tone, ...(action && { action }) });
  }, []);
  const notices = useMemo<Notices>(
    () => ({
      say: (message, undo) => show(message, 'plain', undo && { name: 'undo', act: undo }),
      fail: (error) => show(text(error), 'problem'),
      refuse: (message) => show(message, 'problem'),
      failToLoad: () => show(t('notLoaded'), 'problem', { name: 'reload', act: () => location.reload() }),
      clear: () => setNotice(null),
    }),
    [show, text, t],
  );
  useEffect(() => {
    if (!notice) return undefined;
    const timer = setTimeout(() => setNotice(null), SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [notice]);
  const act = async (): Promise<void> => {
    setNotice(null);
    try {
      await notice?.action?.act();
    } catch (error) {
      notices.fail(error);
    }
  };
  return (
    <Context.Provider value={notices}>
      {children}
      <div className="notices" role={notice?.tone === 'problem' ? 'alert' : 'status'} aria-live="polite">
        {notice && (
          <Paper key={notice.id} className="notice" data-tone={notice.tone} shadow="md" p="sm" radius="sm">
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Text size="sm">{notice.message}</Text>
              <Group gap={4} wrap="nowrap">
                {notice.action && (
                  <Button size="sm" variant="white" onClick={() => void act()}>
                    {t(notice.action.name)}
                  </Button>
                )}
                <button
                  type="button"
                  className="notice-close"
                  aria-label={t('close')}
                  onClick={() => setNotice(null)}
                >
                  ×
                </button>
              </Group>
            </Group>
          </Paper>
        )}
      </div>
    </Context.Provider>
  );
}
