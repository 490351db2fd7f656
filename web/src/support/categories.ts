/** The categories of requests, in the order of the buttons at the desk. */
export const CATEGORIES = ['printing', 'login', 'wifi', 'software', 'hardware', 'directions'] as const;
/** How somebody may ask at the desk. */
export const CHANNELS = ['desk', 'phone', 'chat', 'roaming'] as const;
export type Category = (typeof CATEGORIES)[number];
