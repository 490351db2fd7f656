import accounts from './en-accounts.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of accounts, API keys and messages, which only admins see. */
export const withAccountTexts = withTexts({ en: accounts });
