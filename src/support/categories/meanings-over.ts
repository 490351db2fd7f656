import { Meanings } from '../../domain/categories.js';
import type { Database } from '../../platform/database/database.js';
import { CategoriesRepository } from './categories.repository.js';

/** What the words of requests mean today, read from a database outside the app's modules too, such as in a worker thread. */
export const meaningsOver = async (database: Database): Promise<Meanings> =>
  new Meanings(await new CategoriesRepository(database).findMeanings());
