import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was seen in a run of {@code bench/cluster windows}: the generators' logs, and the script's journal of phases and
 * events. Instants are epoch milliseconds. Lane 4 g + m is that of gateway g and model m.
 */
final class ClusterRun {

    private final List<String> models;
    private final List<Phase> phases = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Answered> calls = new ArrayList<>();

    /**
     * @param operations on the cluster, of all gateways
     * @param counts by model: fullest 60 s, fullest full minute, calls, refusals, as the provider counted them
     */
    record Phase(String name, long from, long to, long operations, Map<String, long[]> counts) {

        long worst(String model) {
            return counts.get(model)[0];
        }

        long worstFixed(String model) {
            return counts.get(model)[1];
        }
    }

    /**
     * @param until the next event, or the end of the phase
     * @param gateway the one that died; -1 = none
     */
    record Event(String name, long at, long until, int gateway) {}

    private record Answered(double due, double done, boolean good, int lane) {}

    ClusterRun(List<String> models, List<String> journal, List<Path> logs) throws IOException {
        this.models = models;
        for (Path log : logs) {
            readCalls(log);
        }
        readPhases(journal);
        readEvents(journal);
    }

    List<Phase> phases() {
        return phases;
    }

    List<Event> events() {
        return events;
    }

    /** How many calls were due in the phase to models of this kind. */
    long calls(Phase phase, Predicate<String> kind) {
        return calls.stream()
                .filter(call -> call.due >= phase.from && call.due < phase.to && kind.test(model(call)))
                .count();
    }

    /** How many good answers came in this time. */
    long answers(String model, long from, long to) {
        return calls.stream()
                .filter(call -> call.good && call.done >= from && call.done < to && model(call).equals(model))
                .count();
    }

    /** Calls without a good answer that were due after the event, by way of the gateways that live. */
    long failures(String model, Event event) {
        return calls.stream()
                .filter(call -> !call.good && call.due >= event.at && call.due < event.until)
                .filter(call -> model(call).equals(model) && gateway(call) != event.gateway)
                .count();
    }

    /** The longest time without a good answer that began before the event or after it, over the gateways that live. */
    double longestGap(String model, Event event) {
        double longest = 0;
        for (int lane = 0; lane < calls.stream().mapToInt(Answered::lane).max().orElse(0) + 1; lane++) {
            if (models.get(lane % models.size()).equals(model) && lane / models.size() != event.gateway) {
                longest = Math.max(longest, longestGap(lane, event));
            }
        }
        return longest;
    }

    private double longestGap(int lane, Event event) {
        double[] done = calls.stream()
                .filter(call -> call.good && call.lane == lane)
                .mapToDouble(Answered::done)
                .sorted()
                .toArray();
        double longest = 0;
        double last = event.at;
        for (double at : done) {
            if (at >= event.at && last < event.until) {
                longest = Math.max(longest, Math.min(at, event.until) - last);
            }
            last = Math.max(last, at);
        }
        return Math.max(longest, event.until - last);
    }

    private String model(Answered call) {
        return models.get(call.lane % models.size());
    }

    private int gateway(Answered call) {
        return call.lane / models.size();
    }

    /** The generator's summary with the instant of its start is in NAME.log, beside NAME.csv. */
    private void readCalls(Path log) throws IOException {
        String summary = Files.readString(Path.of(log.toString().replaceFirst("csv$", "log")));
        Matcher found = Pattern.compile("\"started_at_ms\":(\\d+)").matcher(summary);
        if (!found.find()) {
            throw new IOException(log + ": the generator did not say when it started");
        }
        long start = Long.parseLong(found.group(1));
        for (String line : Files.readAllLines(log)) {
            if (Character.isDigit(line.charAt(0))) {
                String[] cell = line.split(",", -1);
                calls.add(new Answered(
                        start + Double.parseDouble(cell[0]),
                        start + Double.parseDouble(cell[1]),
                        cell[2].equals("200"),
                        Integer.parseInt(cell[4])));
            }
        }
    }

    private void readPhases(List<String> journal) {
        for (String line : journal) {
            String[] word = line.split(" ", 5);
            if (word[0].equals("phase")) {
                phases.add(new Phase(
                        word[4],
                        Long.parseLong(word[1]),
                        Long.parseLong(word[2]),
                        Long.parseLong(word[3]),
                        new HashMap<>()));
            } else if (word[0].equals("worst")) {
                String[] counts = line.split(" ");
                long[] numbers = new long[counts.length - 2];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Long.parseLong(counts[i + 2]);
                }
                phases.get(phases.size() - 1).counts.put(counts[1], numbers);
            }
        }
    }

    private void readEvents(List<String> journal) {
        List<String[]> lines = journal.stream()
                .filter(line -> line.startsWith("event "))
                .map(line -> line.split(" ", 4))
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            long at = Long.parseLong(lines.get(i)[1]);
            long end = phases.stream()
                    .filter(phase -> phase.from <= at && at < phase.to)
                    .mapToLong(Phase::to)
                    .findFirst()
                    .orElse(at);
            long next = i + 1 < lines.size() ? Long.parseLong(lines.get(i + 1)[1]) : Long.MAX_VALUE;
            events.add(new Event(lines.get(i)[3], at, Math.min(end, next), Integer.parseInt(lines.get(i)[2])));
        }
    }
}
