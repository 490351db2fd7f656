import audit from './en-audit.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of the audit trail. */
export const withAuditTexts = withTexts({ en: audit });
