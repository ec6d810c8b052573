-- What the first ledger held: three calls of the last minutes and their sums.
select ledger_add_day((now() at time zone 'UTC')::date), ledger_add_day((now() at time zone 'UTC')::date - 1);
insert into ledger (id, started_at, consumer, team, dialect, operation, requested_model, model, provider, upstream_model,
    key, pool, outcome, error, attempts, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
    reasoning_tokens, estimated, cost_micros, cost_input, cost_output, cost_cache_read, cost_cache_write, streamed,
    waited_us, overhead_us, first_token_us, total_us, tags)
select 'call-' || i, date_trunc('minute', now()) - interval '2 minutes', 'app', 'crew', 'openai', 'chat', 'smart', 'smart',
    'first', 'large', 'one', 'org', 'ok', null, '[{"provider":"first","pool":"org","key":"one","class":"ok"}]',
    100, 10, 0, 0, 0, false, 350, 250000000, 100000000, 0, 0, false, 0, 100, 2000, 3000, '{team=red}'
from generate_series(1, 3) i;
do $$
declare
    grain text;
begin
    foreach grain in array array['minute', 'hour', 'day'] loop
        execute format('insert into usage_%1$s select tag, date_trunc(%1$L, started_at, ''UTC''), consumer, team, model,'
            ' provider, key, count(*), count(*), 0, 0, 0, 0, count(*), 0, 0, sum(input_tokens), sum(output_tokens), 0, 0, 0,'
            ' sum(cost_micros), 0, sum(total_us)'
            ' from ledger cross join lateral (select '''' union all select unnest(tags)) as label (tag)'
            ' group by 1, 2, 3, 4, 5, 6, 7', grain);
    end loop;
end $$;
