import pg from 'pg';
import { readCatalog, type Catalog } from './catalog.js';
import { readTree, type Node } from './node-tree.js';

/** PostgreSQL's description of a statement that was not run. */
export interface Described {
  /** The oids of its parameters' types. */
  parameters: number[];
  fields: pg.FieldDef[];
  /** Its parse tree; null for a statement without one, such as SAVEPOINT. */
  tree: Node | null;
}

/** A session that describes statements. */
export class Server {
  readonly client: pg.Client;
  readonly catalog: Catalog;
  #trees: Node[] = [];

  private constructor(client: pg.Client, catalog: Catalog) {
    this.client = client;
    this.catalog = catalog;
    client.on('notice', ({ message, detail }) => {
      if (message === 'parse tree:' && detail) this.#trees.push(readTree(detail));
    });
  }

  static async connect(url: string, prepare: readonly string[]): Promise<Server> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const sql of prepare) await client.query(sql);
    const catalog = await readCatalog(client);
    // The tree comes as a notice, and is kept out of the server's log.
    await client.query(
      'SET log_min_messages = fatal; SET client_min_messages = log; SET debug_pretty_print = off; SET debug_print_parse = on',
    );
    return new Server(client, catalog);
  }

  async describe(sql: string): Promise<Described> {
    this.#trees = [];
    const question = new Question(sql);
    this.client.query(question as unknown as pg.Submittable);
    const { parameters, fields } = await question.answer;
    const tree = this.#trees.find(({ fields: { utilityStmt } }) => utilityStmt === null) ?? null;
    return { parameters, fields, tree };
  }
}

interface Answer {
  parameters: number[];
  fields: pg.FieldDef[];
}

interface Connection {
  once(event: 'parameterDescription', listener: (message: { dataTypeIDs: number[] }) => void): void;
  parse(query: { text: string }): void;
  describe(what: { type: 'S' }): void;
  sync(): void;
}

/**
 * Sends Parse and Describe of the wire protocol without Execute; the driver only offers all of them together.
 */
class Question {
  readonly answer: Promise<Answer>;
  readonly #sql: string;
  readonly #done = Promise.withResolvers<Answer>();
  readonly #found: Answer = { parameters: [], fields: [] };

  constructor(sql: string) {
    this.#sql = sql;
    this.answer = this.#done.promise;
  }

  submit(connection: Connection): void {
    connection.once('parameterDescription', ({ dataTypeIDs }) => (this.#found.parameters = dataTypeIDs));
    connection.parse({ text: this.#sql });
    connection.describe({ type: 'S' });
    connection.sync();
  }

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    this.#found.fields = fields;
  }

  handleError(error: Error): void {
    this.#done.reject(error);
  }

  handleReadyForQuery(): void {
    this.#done.resolve(this.#found);
  }
}
