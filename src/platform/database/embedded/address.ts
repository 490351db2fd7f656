export const SUPERUSER = 'afterhours';
export const DATABASE = 'afterhours';

export const addressOf = (password: string, port: number, database = DATABASE): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
