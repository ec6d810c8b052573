-- A transaction is one revision, however many statements it has: ten thousand new keys are one change. The setting ends
-- with the transaction, and goes back with a savepoint as the rows do.
create or replace function note_change() returns trigger language plpgsql as $$
declare
    own bigint := nullif(current_setting('keywell.revision', true), '')::bigint;
begin
    if not exists (select from changed) then
        return null;
    end if;
    if own is null then
        update catalog_revision set revision = revision + 1 returning revision into own;
        perform set_config('keywell.revision', own::text, true);
        delete from catalog_change where revision <= own - 10000;
        perform pg_notify('keywell_catalog', own::text);
    end if;
    execute format('insert into catalog_change select distinct $1, $2, %I from changed on conflict do nothing', tg_argv[1])
        using own, tg_argv[0];
    return null;
end $$;
