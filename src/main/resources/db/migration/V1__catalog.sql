-- What operators make through the admin API. Names are those of the configuration: a row and a section of
-- keywell.yaml mean the same. Lists of patterns are text with commas, as in the configuration.

create table team (
    name            text primary key,
    budget_micros   bigint check (budget_micros > 0),
    budget_soft     integer check (budget_soft between 1 and 100),
    budget_period   text check (budget_period in ('day', 'month')),
    budget_zone     text,
    version         bigint not null,
    updated_at      timestamptz not null
);

create table provider (
    name            text primary key,
    type            text not null,
    base_url        text,
    options         text,
    version         bigint not null,
    updated_at      timestamptz not null
);

create table pool (
    provider        text not null references provider (name) on delete cascade,
    name            text not null,
    billing         text,
    version         bigint not null,
    updated_at      timestamptz not null,
    primary key (provider, name)
);

create table pool_limit (
    provider                    text not null,
    pool                        text not null,
    position                    integer not null,
    model                       text,
    requests_per_minute         bigint,
    requests_per_day            bigint,
    tokens_per_minute           bigint,
    tokens_per_day              bigint,
    input_tokens_per_minute     bigint,
    output_tokens_per_minute    bigint,
    concurrent                  bigint,
    time_window                 text,
    primary key (provider, pool, position),
    foreign key (provider, pool) references pool (provider, name) on delete cascade
);

-- The secret is sealed (see secret_key); last4 is what may be shown of it.
create table api_key (
    provider        text not null references provider (name) on delete cascade,
    name            text not null,
    secret          bytea,
    last4           text,
    pool            text,
    weight          integer not null default 1 check (weight between 1 and 1000),
    models          text,
    state           text not null default 'active' check (state in ('active', 'draining', 'disabled')),
    expires_at      timestamptz,
    version         bigint not null,
    updated_at      timestamptz not null,
    primary key (provider, name)
);

create table model (
    name            text primary key,
    state           text not null default 'published'
                    check (state in ('draft', 'published', 'deprecated', 'retired')),
    max_wait        text,
    deprecated_at   timestamptz,
    sunset          timestamptz,
    successor       text,
    version         bigint not null,
    updated_at      timestamptz not null
);

create table model_target (
    model           text not null references model (name) on delete cascade,
    position        integer not null,
    provider        text not null,
    upstream        text not null,
    tier            integer not null default 0,
    weight          integer not null default 1,
    primary key (model, position)
);

create table consumer (
    name                        text primary key,
    team                        text,
    models                      text,
    priority                    integer check (priority between 1 and 16),
    max_wait                    text,
    requests_per_minute         bigint,
    requests_per_day            bigint,
    tokens_per_minute           bigint,
    tokens_per_day              bigint,
    input_tokens_per_minute     bigint,
    output_tokens_per_minute    bigint,
    concurrent                  bigint,
    time_window                 text,
    budget_micros               bigint check (budget_micros > 0),
    budget_soft                 integer check (budget_soft between 1 and 100),
    budget_period               text check (budget_period in ('day', 'month')),
    budget_zone                 text,
    version                     bigint not null,
    updated_at                  timestamptz not null
);

-- A caller's key is kept as its SHA-256 alone.
create table consumer_key (
    sha256          text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    consumer        text not null references consumer (name) on delete cascade,
    last4           text not null,
    created_at      timestamptz not null,
    expires_at      timestamptz
);
create index on consumer_key (consumer);

-- Micro-dollars for a million tokens.
create table price (
    name            text primary key,
    provider        text,
    model           text not null,
    input           bigint not null check (input >= 0),
    output          bigint not null check (output >= 0),
    cache_read      bigint check (cache_read >= 0),
    cache_write     bigint check (cache_write >= 0),
    version         bigint not null,
    updated_at      timestamptz not null
);

create table operator_token (
    name            text primary key,
    sha256          text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
    last4           text not null,
    role            text not null check (role in ('viewer', 'operator', 'admin')),
    expires_at      timestamptz,
    version         bigint not null,
    updated_at      timestamptz not null
);

-- Keys that seal the secrets, each itself wrapped by a key-encryption key that is never here.
create table secret_key (
    id              integer primary key,
    kek             text not null,
    wrapped         bytea not null,
    created_at      timestamptz not null
);

create table audit (
    id              bigint generated always as identity primary key,
    at              timestamptz not null,
    operator        text not null,
    action          text not null,
    subject         text not null,
    before          text,
    after           text
);
create index on audit (subject, id);
create index on audit (operator, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit can only be added to';
end $$;
create trigger append_only before update or delete or truncate on audit
    for each statement execute function refuse_change();

-- How replicas follow. Each change counts the revision up, in its own transaction, and says what it was about; the
-- row's lock makes the order of revisions the order of commits. Who has missed a notice reads the log from the
-- revision that it knows; who has missed more than the log still holds reads everything.
create table catalog_revision (
    only_row        boolean primary key default true check (only_row),
    revision        bigint not null
);
insert into catalog_revision (revision) values (0);

create table catalog_change (
    revision        bigint not null,
    kind            text not null,
    name            text not null,
    primary key (revision, kind, name)
);

-- The arguments: what kind of thing a row belongs to, and the column that names it.
create function note_change() returns trigger language plpgsql as $$
declare
    next bigint;
begin
    if not exists (select from changed) then
        return null;
    end if;
    update catalog_revision set revision = revision + 1 returning revision into next;
    execute format('insert into catalog_change select distinct $1, $2, %I from changed on conflict do nothing', tg_argv[1])
        using next, tg_argv[0];
    delete from catalog_change where revision <= next - 10000;
    perform pg_notify('keywell_catalog', next::text);
    return null;
end $$;

do $$
declare
    watched record;
begin
    for watched in
        select * from (values
            ('team', 'team', 'name'),
            ('provider', 'provider', 'name'),
            ('pool', 'provider', 'provider'),
            ('pool_limit', 'provider', 'provider'),
            ('api_key', 'provider', 'provider'),
            ('model', 'model', 'name'),
            ('model_target', 'model', 'model'),
            ('consumer', 'consumer', 'name'),
            ('consumer_key', 'consumer', 'consumer'),
            ('price', 'price', 'name')) as all_of_them (relation, kind, named_by)
    loop
        execute format('create trigger noted_insert after insert on %I referencing new table as changed'
            ' for each statement execute function note_change(%L, %L)',
            watched.relation, watched.kind, watched.named_by);
        execute format('create trigger noted_update after update on %I referencing new table as changed'
            ' for each statement execute function note_change(%L, %L)',
            watched.relation, watched.kind, watched.named_by);
        execute format('create trigger noted_delete after delete on %I referencing old table as changed'
            ' for each statement execute function note_change(%L, %L)',
            watched.relation, watched.kind, watched.named_by);
    end loop;
end $$;
