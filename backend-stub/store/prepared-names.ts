/** Texts beyond these are parsed each time: a list of yet another length must not fill the memory of each connection. */
const most = 200;

/** Kysely's words for it, and SQL's. */
const allColumns = /(?:select|returning|,) (?:"\w+"\.)?\*/i;

/**
 * Under which name a connection prepares a statement, so that the server parses and plans it once and not each time. Without
 * parameters it is DDL or the frame of a transaction. Of one that asks for all columns the server would refuse every repeat
 * once a later version, which runs beside this one in an upgrade, has added a column.
 */
export class PreparedNames {
  readonly #names = new Map<string, string>();

  of(sql: string, parameters: readonly unknown[]): string | undefined {
    if (parameters.length === 0 || allColumns.test(sql)) return undefined;
    const known = this.#names.get(sql);
    if (known !== undefined || this.#names.size === most) return known;
    const name = `gennaker-${this.#names.size}`;
    this.#names.set(sql, name);
    return name;
  }
}
