import type { PostgresCursor, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { StoreUnavailable } from './errors.ts';
import { statementFailure } from './unavailable.ts';

export interface RawResult {
  readonly rows: readonly unknown[];
  readonly changed: number;
}

export interface Connection {
  readonly run: (sql: string, parameters: unknown[]) => Promise<RawResult>;
  /** `broken`: it failed in a way that leaves its state unknown, and must not be used again. */
  readonly giveBack: (broken: boolean) => void;
}

/** A connection as kysely's PostgresDialect wants it, with the errors of this room. */
export class LentConnection implements PostgresPoolClient {
  readonly #connection: Connection;
  #broken = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(
    statement: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof statement !== 'string') throw new TypeError('Cursors are not built: PGlite has none.');
    return this.#run(statement, parameters);
  }

  release(): void {
    this.#connection.giveBack(this.#broken);
  }

  async #run<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    try {
      const { rows, changed } = await this.#connection.run(sql, [...parameters]);
      // kysely's contract: the row type is the one of the query it compiled. UPDATE makes it count changed rows.
      return { command: 'UPDATE', rowCount: changed, rows: rows as Row[] };
    } catch (error) {
      const failure = statementFailure(error);
      this.#broken ||= failure instanceof StoreUnavailable;
      throw failure;
    }
  }
}
