package io.keywell.simulator;

/** What DeepSeek says of an account's money. A million tokens cost one of its coins. */
final class BalanceBody {

    private static final long TOKENS_A_CENT = 10_000;

    private BalanceBody() {}

    static String of(Purse purse) {
        long cents = purse.isPrepaid() ? purse.left() / TOKENS_A_CENT : 100_000;
        String amount = cents / 100 + "." + "%02d".formatted(cents % 100);
        return "{\"is_available\":" + (!purse.isPrepaid() || purse.left() > 0)
                + ",\"balance_infos\":[{\"currency\":\"USD\",\"total_balance\":\"" + amount
                + "\",\"granted_balance\":\"0.00\",\"topped_up_balance\":\"" + amount + "\"}]}";
    }
}
