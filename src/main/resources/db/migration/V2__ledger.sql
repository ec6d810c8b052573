-- The usage ledger: one row for each call, a partition for each day (UTC), and sums of them.

create table ledger (
    id                 text        not null,
    started_at         timestamptz not null,
    consumer           text        not null,
    team               text,
    dialect            text        not null,
    operation          text        not null,
    requested_model    text        not null, -- as asked; a caller may make it up
    model              text        not null, -- as configured, or 'unknown'
    provider           text,                 -- who served it; null = nobody
    upstream_model     text,
    key                text,
    pool               text,
    outcome            text        not null,
    error              text,
    attempts           jsonb       not null, -- [{provider, pool, key, class}] in order; class 'ok' or a failure's
    input_tokens       bigint      not null, -- cached ones included
    output_tokens      bigint      not null, -- reasoning included
    cache_read_tokens  bigint      not null,
    cache_write_tokens bigint      not null,
    reasoning_tokens   bigint      not null,
    estimated          boolean     not null, -- the provider reported no usage
    cost_micros        bigint,               -- millionths of a dollar; null = nobody knows the price
    cost_input         bigint,               -- the exact parts: millionths of a millionth of a dollar
    cost_output        bigint,
    cost_cache_read    bigint,
    cost_cache_write   bigint,
    streamed           boolean     not null,
    waited_us          bigint      not null,
    overhead_us        bigint      not null,
    first_token_us     bigint      not null, -- 0 = none
    total_us           bigint      not null,
    tags               text[]      not null, -- 'key=value'
    -- The id is made once for each call: what is written again, after a crash, changes nothing.
    primary key (id, started_at)
) partition by range (started_at);

create index ledger_started_at on ledger using brin (started_at);

-- Sums. tag '' = over all calls; each tag of a call has a row of its own beside it. '' stands for no team, provider or key.
create table usage_minute (
    tag                text        not null,
    bucket             timestamptz not null,
    consumer           text        not null,
    team               text        not null,
    model              text        not null,
    provider           text        not null,
    key                text        not null,
    calls              bigint      not null,
    ok                 bigint      not null,
    refused            bigint      not null,
    failed             bigint      not null,
    broken             bigint      not null,
    cancelled          bigint      not null,
    attempts           bigint      not null,
    estimated          bigint      not null, -- calls whose tokens are our estimate
    unpriced           bigint      not null, -- calls that were served and whose price nobody knows
    input_tokens       bigint      not null,
    output_tokens      bigint      not null,
    cache_read_tokens  bigint      not null,
    cache_write_tokens bigint      not null,
    reasoning_tokens   bigint      not null,
    cost_micros        bigint      not null,
    waited_us          bigint      not null,
    total_us           bigint      not null,
    primary key (tag, bucket, consumer, team, model, provider, key)
) with (fillfactor = 80);

create table usage_hour (like usage_minute including all) with (fillfactor = 80);
create table usage_day (like usage_minute including all) with (fillfactor = 80);

-- Makes the partition of a day. Safe when several replicas ask at once.
create function ledger_add_day(day date) returns void language plpgsql as $$
declare
    name text := 'ledger_' || to_char(day, 'YYYYMMDD');
begin
    if to_regclass(name) is null then
        perform pg_advisory_xact_lock(hashtext('keywell.ledger'));
        execute format(
            'create table if not exists %I partition of ledger for values from (%L) to (%L)',
            name, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
    end if;
end
$$;

-- Drops the partitions of the days before one; returns how many.
create function ledger_drop_before(day date) returns integer language plpgsql as $$
declare
    part record;
    dropped integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('keywell.ledger'));
    for part in
        select child.relname as name
        from pg_inherits join pg_class child on child.oid = inhrelid
        where inhparent = 'ledger'::regclass and child.relname < 'ledger_' || to_char(day, 'YYYYMMDD')
    loop
        execute format('drop table %I', part.name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end
$$;
