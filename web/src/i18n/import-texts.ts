import imports from './en-imports.json';
import requests from './en-requests.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of imports, and the names of priorities. */
export const withImportTexts = withTexts({ en: { ...imports, ...requests } });
