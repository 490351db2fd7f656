import requests from './en-requests.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of support requests. */
export const withRequestTexts = withTexts({ en: requests });
