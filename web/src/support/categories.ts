/** The categories of requests, in the order of the buttons at the desk. */
export const CATEGORIES = ['printing', 'login', 'wifi', 'software', 'hardware', 'directions'] as const;
export type Category = (typeof CATEGORIES)[number];
