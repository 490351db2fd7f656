import activity from './en-activity.json';
import { withTexts } from './with-texts.js';

/** Gives a part of a page the texts of activity. */
export const withActivityTexts = withTexts({ en: activity });
