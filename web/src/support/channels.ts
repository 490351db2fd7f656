/** How somebody may ask at the desk. */
export const CHANNELS = ['desk', 'phone', 'chat', 'roaming'] as const;
