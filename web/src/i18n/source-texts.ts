import imports from './en-imports.json';
import requests from './en-requests.json';
import sources from './en-sources.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of sources, those of imports, because files at an address are read in the same way, and the names of priorities. */
export const withSourceTexts = withTexts({ en: { ...imports, ...requests, ...sources } });
