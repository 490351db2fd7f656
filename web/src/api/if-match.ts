/** The header by which a change or a removal holds only for the version that was looked at. */
export const ifMatch = (version: number): { 'If-Match': string } => ({ 'If-Match': `"${version}"` });
