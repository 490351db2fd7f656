/** The header that limits a change or removal to the version that the user saw. */
export const ifMatch = (version: number): { 'If-Match': string } => ({ 'If-Match': `"${version}"` });
