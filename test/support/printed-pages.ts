import type { Page } from 'playwright-core';

/** How many pages a page is when it is printed. */
export const pagesOf = async (page: Page, format: 'A4' | 'Letter'): Promise<number> =>
  (await page.pdf({ format })).toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
