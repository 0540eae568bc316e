import type { QueryRunner } from 'typeorm';

/** What of an empty structure was taken away, as statements that put it back once rows are there. */
export interface TakenAway {
  /** Keys and indexes of this table, when its own rows are there. */
  ofTable(name: string): readonly string[];
  /** What looks into other tables, and what looks at each row: when all rows are there. */
  readonly afterAll: readonly string[];
}

type Kind = 'reference' | 'key' | 'index' | 'trigger';
interface Found {
  readonly kind: Kind;
  readonly table: string;
  readonly away: string;
  readonly back: string;
}

/** In this order they go: what leads to a key goes before the key. */
const ORDER: readonly Kind[] = ['reference', 'key', 'index', 'trigger'];

// From the catalogue, so that it is whatever migrations have made.
const selectFound = `select case k.contype when 'f' then 'reference' else 'key' end as kind, c.relname as "table",
    format('alter table %s drop constraint %I', c.oid::regclass, k.conname) as away,
    format('alter table %s add constraint %I %s', c.oid::regclass, k.conname, pg_get_constraintdef(k.oid)) as back
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = k.connamespace
  where n.nspname = current_schema() and c.relname = any($1) and k.contype in ('f', 'p', 'u', 'x')
  union all
  select 'index', c.relname, format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = current_schema() and c.relname = any($1)
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  union all
  select distinct 'trigger', c.relname, format('alter table %s disable trigger user', c.oid::regclass),
    format('alter table %s enable trigger user', c.oid::regclass)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = current_schema() and c.relname = any($1) and not t.tgisinternal
  order by 2, 4`;

/**
 * Foreign keys ask for an order that tables which name each other do not have, triggers refuse what was right when it was written, and an
 * index, a primary key's too, is made of rows that are there in a fraction of the time that they take to enter it one by one.
 */
export async function lighten(runner: QueryRunner, tables: readonly string[]): Promise<TakenAway> {
  const found = await runner.manager.query<Found[]>(selectFound, [tables]);
  for (const kind of ORDER) for (const one of found) if (one.kind === kind) await runner.query(one.away);
  const back = (kinds: readonly Kind[], table?: string): readonly string[] =>
    kinds
      .flatMap((kind) => found.filter((one) => one.kind === kind && (table ?? one.table) === one.table))
      .map((one) => one.back);
  return {
    ofTable: (name) => back(['key', 'index'], name),
    // A foreign key may lead to an index that is no constraint.
    afterAll: back(['reference', 'trigger']),
  };
}
