/** An address that calendar programs on the device subscribe to when it is opened. */
export const webcalOf = (url: string): string => url.replace(/^https?:/, 'webcal:');

/** The page of Google Calendar that subscribes to a calendar. */
export const googleOf = (url: string): string =>
  `https://calendar.google.com/calendar/r?cid=${encodeURIComponent(webcalOf(url))}`;

/** The page of Outlook, for accounts of institutions, that subscribes to a calendar. */
export const outlookOf = (url: string, name: string): string =>
  `https://outlook.office.com/calendar/0/addfromweb?url=${encodeURIComponent(url)}&name=${encodeURIComponent(name)}`;
