import sources from './en-sources.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of sources. */
export const withSourceTexts = withTexts({ en: sources });
