import labs from './en-labs.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of workstations and maintenance. */
export const withLabTexts = withTexts({ en: labs });
