/** A word without case, spaces, hyphens and underscores, as files write it in many ways. */
export const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/g, '');
