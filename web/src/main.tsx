import '@mantine/core/styles/baseline.layer.css';
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/global.layer.css';
import './app/app.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries.js';
import { loadingDelay } from './app/page-queries.js';
import { router } from './app/router.js';
import { theme } from './app/theme.js';
import { I18n } from './i18n/i18n.js';
import { NoticesProvider } from './ui/notices.js';

const colorSchemes = localStorageColorSchemeManager({ key: 'afterhours-color-scheme' });

const root = createRoot(document.getElementById('root')!);
const app = (
  <StrictMode>
    <I18n>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemes}>
        <QueryClientProvider client={queryClient}>
          <NoticesProvider>
            <RouterProvider router={router} />
          </NoticesProvider>
        </QueryClientProvider>
      </MantineProvider>
    </I18n>
  </StrictMode>
);

// The first page is rendered when its data is there, in short steps between which the phone stays responsive.
// When the data takes long, placeholders are shown.
setTimeout(
  () =>
    void Promise.race([router.load(), loadingDelay()]).then(() => startTransition(() => root.render(app))),
);

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  void navigator.serviceWorker.register('/sw.js');
  // No page fetches again what was loaded before the service worker started. So the worker gets the list of
  // it, and the next start needs no network.
  void navigator.serviceWorker.ready.then(({ active }) => {
    active?.postMessage({ files: [`${location.origin}/`], isStart: true });
    new PerformanceObserver((list) =>
      active?.postMessage({ files: list.getEntries().map(({ name }) => name) }),
    ).observe({ type: 'resource', buffered: true });
  });
}
