import outreach from './en-outreach.json';
import { withTexts } from './with-texts.js';

/** Gives a part of a page the texts of calendars and of who is on duty. */
export const withOutreachTexts = withTexts({ en: outreach });
