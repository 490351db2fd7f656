const MARK = /^ALTER TABLE ONLY .+ ALTER COLUMN .+ SET \(pg_attver=\d+\);\n/gm;

/**
 * SQL of a schema without the versions that newer servers (such as 15.20) note on each column. Their own pg_dump leaves
 * these out, the bundled one does not know them yet, and other servers refuse them.
 */
export const withoutServerMarks = (sql: string): string => sql.replace(MARK, '');
