/**
 * SQL: whether an operator's user may work at a location; one without any location works at all. `location` is a
 * comparison, such as `= $1` or `= ANY($1)`.
 */
export const mayWorkAt = (userId: string, location: string): string => `
  (NOT EXISTS (SELECT FROM user_locations WHERE user_id = ${userId})
   OR EXISTS (SELECT FROM user_locations WHERE user_id = ${userId} AND location_id ${location}))`;
