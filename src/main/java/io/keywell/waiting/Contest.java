package io.keywell.waiting;

import io.keywell.waiting.NeighbourNote.Noted;
import io.keywell.waiting.Weighing.LinePart;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All who want something of one line, in whichever replica, and what each is due within the horizon: equal turns by
 * weight, to nobody more than it wants, and a little more or less to whoever had less or more than the others.
 */
final class Contest {

    /**
     * The part of an unequal past that is made up for within one horizon: all at once would be too much the other way, the
     * more so as a burst is larger than what is remembered of the one before.
     */
    private static final double CATCH_UP = 0.35;

    /**
     * No more is shared out than this part of what all want. Else everybody would be due all it wants, and who was served
     * more of late wants more: the shares would follow the past.
     */
    private static final double MOST_OF_WANTS = 0.5;

    /** By what part of its weight one may be favoured or held back for that; below one, so that everybody is due something. */
    private static final double MOST_CORRECTION = 0.75;

    /** Turns that a standing may be apart from the others' before the difference is forgotten. */
    private static final double MOST_REMEMBERED = 3;

    /** Halvings in the search of what a turn comes to. */
    private static final int STEPS = 30;

    private static final double MOST_TURN = 1e12;

    private final Map<Long, Want> wants = new HashMap<>();
    private boolean contended;

    // The result: what a weight of 1 is due, and the parts of all.
    private double turn;
    private Claim expected = Claim.NONE;
    private Claim present = Claim.NONE;

    /** @param standing null for the rest of a note, whose past nobody knows */
    void add(long consumer, @Nullable Standing standing, Noted noted, boolean here) {
        wants.computeIfAbsent(consumer, ignored -> new Want(standing)).add(noted, here);
        contended |= !here;
    }

    /** @param replicas that are heard of, with this one */
    void weigh(Supply supply, int replicas) {
        double weights =
                wants.values().stream().mapToDouble(want -> want.weight).sum();
        // At least one round, or only those a single request behind would be due anything.
        double horizon = Math.max(supply.expected(), weights);
        turn = horizon / weights;
        double mean = mean();
        for (Want want : wants.values()) {
            want.correct(mean, turn);
        }
        // What is told far ahead must not swing with corrections that are over by then.
        double later = level(horizon, want -> want.all, want -> want.weight);
        Claim momentary = claim(want -> Math.min(want.all, want.weight * later), want -> want.here / want.all);
        expected = supply.steady(momentary, replicas);
        double shared = Math.min(horizon, MOST_OF_WANTS * sum(want -> want.presentAll));
        double level = level(shared, want -> want.presentAll, Want::corrected);
        present = claim(want -> Math.min(want.presentAll, want.corrected() * level), Want::presentPart);
        // After a burst everybody would be content: who waits most of the time is not.
        double usual = level(Math.max(supply.usual(), weights), want -> want.all, want -> want.weight);
        for (Want want : wants.values()) {
            if (want.standing != null) {
                double apart = MOST_REMEMBERED * turn;
                want.standing.weighed(want.weight * usual >= want.all, mean - apart, mean + apart);
            }
        }
    }

    LinePart part() {
        return new LinePart(present, expected, contended, turn);
    }

    /** Adds what each consumer wants here and anywhere, and how it is corrected, to its pull over all lines. */
    void pullOn(Map<Long, Pull> pulls) {
        wants.forEach((consumer, want) -> {
            if (want.standing != null) {
                pulls.computeIfAbsent(consumer, ignored -> new Pull()).add(want.here, want.all, want.correction);
            }
        });
    }

    /** Of those who want more than they get; of the one who had most when all are new. */
    private double mean() {
        double sum = 0;
        double of = 0;
        double most = 0;
        for (Want want : wants.values()) {
            Standing standing = want.standing;
            if (standing != null && !standing.content) {
                sum += want.weight * standing.received;
                of += want.weight;
            }
            most = standing == null ? most : Math.max(most, standing.received);
        }
        return of == 0 ? most : sum / of;
    }

    /** What a weight of 1 gets when the horizon's requests are shared out, to nobody more than its bound. */
    private double level(double horizon, ToDoubleFunction<Want> bound, ToDoubleFunction<Want> weight) {
        if (sum(bound) <= horizon) {
            return MOST_TURN;
        }
        double below = 0;
        double above = turn;
        while (due(above, bound, weight) < horizon && above < MOST_TURN) {
            above *= 2;
        }
        for (int i = 0; i < STEPS; i++) {
            double middle = (below + above) / 2;
            if (due(middle, bound, weight) < horizon) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return above;
    }

    private double due(double level, ToDoubleFunction<Want> bound, ToDoubleFunction<Want> weight) {
        return sum(want -> Math.min(bound.applyAsDouble(want), weight.applyAsDouble(want) * level));
    }

    private Claim claim(ToDoubleFunction<Want> due, ToDoubleFunction<Want> partHere) {
        return new Claim(sum(want -> due.applyAsDouble(want) * partHere.applyAsDouble(want)), sum(due));
    }

    private double sum(ToDoubleFunction<Want> of) {
        double sum = 0;
        for (Want want : wants.values()) {
            sum += of.applyAsDouble(want);
        }
        return sum;
    }

    private static final class Want {
        private final @Nullable Standing standing;
        private int weight;
        private double all;
        private double here;
        private double presentAll;
        private double presentHere;
        private double correction = 1;

        Want(@Nullable Standing standing) {
            this.standing = standing;
        }

        void add(Noted noted, boolean isHere) {
            weight = Math.max(weight, noted.weight());
            all += noted.wants();
            presentAll += noted.present();
            if (isHere) {
                here += noted.wants();
                presentHere += noted.present();
            }
        }

        /** Whoever had all that it wanted starts level with the others, as does who comes anew. */
        void correct(double mean, double turn) {
            if (standing != null) {
                if (standing.content) {
                    standing.received = Math.max(standing.received, mean);
                }
                double lag = CATCH_UP * (mean - standing.received) / turn;
                correction = 1 + Math.max(-MOST_CORRECTION, Math.min(MOST_CORRECTION, lag));
            }
        }

        double corrected() {
            return weight * correction;
        }

        double presentPart() {
            return presentAll == 0 ? 0 : presentHere / presentAll;
        }
    }

    /** How much of a consumer's weight belongs to this replica, over all lines. */
    static final class Pull {
        private double here;
        private double all;
        private double corrected;

        void add(double wantedHere, double wanted, double correction) {
            here += wantedHere;
            all += wanted;
            corrected += wanted * correction;
        }

        boolean isHere() {
            return here > 0;
        }

        /** Of one that is not here yet it is what it would be if its next request came here. */
        double value(double least) {
            return Math.max(least, here > 0 ? here / all : 1 / (all + 1));
        }

        double correction() {
            return corrected / all;
        }
    }
}
