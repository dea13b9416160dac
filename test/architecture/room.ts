/**
 * Which imports may go where (design, "the house"): the arrow points inward. A room always may import itself;
 * whatever is named neither under `values` nor under `types` is refused, packages and `node:` modules too.
 */
export interface Room {
  /** A folder, or one file, from the root of the project. The longest that fits a file counts. */
  readonly room: string;
  /** Rooms and packages whose values and types may be imported; `node:*` stands for every module of Node. */
  readonly values: readonly string[];
  /** Rooms and packages of which only types may be imported. */
  readonly types?: readonly string[];
  /** Packages that `import()` may load on demand, since an operator's installation does not have them; their types too. */
  readonly onDemand?: readonly string[];
  readonly because: string;
}
