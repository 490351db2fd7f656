/** SQL: whether a claim whose status counts is on shift; one that waits to relieve another is not yet. */
export const ON_SHIFT = `s.status <> 'cancelled' AND c.relieves_id IS NULL`;
