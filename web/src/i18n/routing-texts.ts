import requests from './en-requests.json';
import routing from './en-routing.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of routing rules, and those of requests. */
export const withRoutingTexts = withTexts({ en: { ...requests, ...routing } });
