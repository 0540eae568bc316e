/** The column of an entity's property: TypeORM names it so (src/adapters/naming.ts), and hand-written SQL with it. */
export function snakeCase(property: string): string {
  return property.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

declare const row: unique symbol;

/** A list of columns for a SELECT or a RETURNING; its type remembers what a row of it holds. */
export type Columns<Row> = string & { readonly [row]: Row };

/** What a row holds of these columns. */
export type RowOf<List extends Columns<unknown>> = List[typeof row];

type NameOf<Entity> = keyof Entity & string;

/**
 * Columns of an entity for a SELECT or a RETURNING, under the names of its properties: `a.due_at as "dueAt", a.version`.
 * Called at load, as statements are.
 * @param _entity for its type alone, so that the compiler finds the names in it, and the row's type follows from the list
 * @param alias of the table in the statement
 */
export function columns<Entity, Name extends NameOf<Entity>>(
  _entity: new () => Entity,
  names: readonly Name[],
  alias?: string,
): Columns<Pick<Entity, Name>> {
  const table = alias === undefined ? '' : `${alias}.`;
  const list = names.map((name) => {
    const column = snakeCase(name);
    return column === name ? `${table}${column}` : `${table}${column} as "${name}"`;
  });
  return list.join(', ') as Columns<Pick<Entity, Name>>;
}

/** The same columns by their own names, for an INSERT: `due_at, version`. */
export function columnNames<Entity>(_entity: new () => Entity, names: readonly NameOf<Entity>[]): string {
  return names.map(snakeCase).join(', ');
}
