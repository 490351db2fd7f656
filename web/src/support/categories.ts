/** What is asked at the desk, as its buttons have it. */
export const CATEGORIES = ['printing', 'login', 'wifi', 'software', 'hardware', 'directions'] as const;
export type Category = (typeof CATEGORIES)[number];
