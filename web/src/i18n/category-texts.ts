import categories from './en-categories.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of categories. */
export const withCategoryTexts = withTexts({ en: categories });
