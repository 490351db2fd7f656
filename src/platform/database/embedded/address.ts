export const SUPERUSER = 'afterhours';
export const DATABASE = 'afterhours';

/** The role with which the server signs in; it owns nothing. */
export const SERVER_ROLE = 'afterhours_server';

export const addressOf = (password: string, port: number, database = DATABASE, role = SUPERUSER): string =>
  `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
