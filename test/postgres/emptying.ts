/** Every row but those that say which migrations have run. Triggers off for this once: decisions can't be removed otherwise. */
export const emptying = `set session_replication_role = replica;
  do $$ begin execute (
    select 'truncate ' || string_agg(quote_ident(tablename), ', ') || ' restart identity' from pg_tables
      where schemaname = 'public' and tablename not like 'kysely%') ;
  end $$;
  set session_replication_role = default`;
