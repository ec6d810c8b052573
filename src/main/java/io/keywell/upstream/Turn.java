package io.keywell.upstream;

import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.routing.Candidate;

/** A candidate with the permit to ask it now. Whoever holds a turn ends its permit. */
record Turn(Candidate candidate, QuotaAccount account, Permit permit) {}
