-- Keys and pools may also belong to a provider that the configuration names, which has no row.
alter table pool drop constraint pool_provider_fkey;
alter table api_key drop constraint api_key_provider_fkey;

create function forget_members() returns trigger language plpgsql as $$
begin
    delete from api_key where provider = old.name;
    delete from pool where provider = old.name;
    return null;
end $$;
create trigger members_go_too after delete on provider for each row execute function forget_members();

-- Teams have limits as consumers have.
alter table team
    add requests_per_minute bigint,
    add requests_per_day bigint,
    add tokens_per_minute bigint,
    add tokens_per_day bigint,
    add input_tokens_per_minute bigint,
    add output_tokens_per_minute bigint,
    add concurrent bigint,
    add time_window text;

-- Budgets are those of the configuration: also by week, and with the soft threshold as a part.
alter table team
    drop constraint team_budget_period_check,
    add constraint team_budget_period_check check (budget_period in ('day', 'week', 'month')),
    drop constraint team_budget_soft_check,
    alter budget_soft type double precision using budget_soft / 100.0,
    add constraint team_budget_soft_check check (budget_soft > 0 and budget_soft <= 1);
alter table consumer
    drop constraint consumer_budget_period_check,
    add constraint consumer_budget_period_check check (budget_period in ('day', 'week', 'month')),
    drop constraint consumer_budget_soft_check,
    alter budget_soft type double precision using budget_soft / 100.0,
    add constraint consumer_budget_soft_check check (budget_soft > 0 and budget_soft <= 1);
