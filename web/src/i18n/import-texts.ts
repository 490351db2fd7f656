import imports from './en-imports.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of imports. */
export const withImportTexts = withTexts({ en: imports });
