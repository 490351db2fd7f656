import imports from './en-imports.json';
import sources from './en-sources.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of sources, and those of imports, because files at an address are read in the same way. */
export const withSourceTexts = withTexts({ en: { ...imports, ...sources } });
