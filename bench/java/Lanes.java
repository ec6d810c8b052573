import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who calls what, and in which order: each lane makes the same call again and again and has its share of all calls. */
final class Lanes {

    /** Stands in every body where a call has its number. */
    private static final String NUMBER = "0000000000";

    private final Options options;
    private final List<Lane> lanes = new ArrayList<>();
    private final int[] turns;

    /** @param numberAt where the call's number stands in the request */
    record Lane(InetSocketAddress server, byte[] request, int numberAt) {

        byte[] numbered(long number) {
            byte[] numbered = request.clone();
            byte[] digits = String.format("%010d", number).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, numbered, numberAt, digits.length);
            return numbered;
        }
    }

    /** One lane for each caller's key, or those of a file. */
    Lanes(Options options) throws IOException {
        this.options = options;
        List<String> weights = new ArrayList<>();
        if (options.has("lanes")) {
            for (String line : Files.readAllLines(Path.of(options.text("lanes")))) {
                String[] field = line.split(" ");
                weights.add(field[0]);
                lanes.add(lane(URI.create(field[1]), field[2], field[3]));
            }
        } else {
            String[] keys = options.text("keys", "none").split(",");
            weights = List.of(options.text("mix", "1" + ",1".repeat(keys.length - 1)).split(","));
            for (String key : keys) {
                lanes.add(lane(URI.create(options.text("url")), options.text("model", "bench"), key));
            }
        }
        turns = turns(weights);
    }

    Lane lane(int index) {
        return lanes.get(index);
    }

    /** Whose turn the call is. */
    int turn(long call) {
        return turns[(int) (call % turns.length)];
    }

    /** A chat completion, padded to the wanted size. */
    private Lane lane(URI url, String model, String key) {
        String open = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"";
        String close = "\"}],\"max_tokens\":16" + (options.flag("stream") ? ",\"stream\":true}" : "}");
        int padding = Math.max(1, (int) options.number("body", 256) - open.length() - close.length());
        String filling = (NUMBER + " " + "lorem ipsum ".repeat(padding / 12 + 1)).substring(0, Math.max(padding, 11));
        String body = open + filling + close;
        String head = "POST " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: " + body.length();
        String request = head + "\r\n\r\n" + body;
        return new Lane(
                new InetSocketAddress(url.getHost(), url.getPort()),
                request.getBytes(StandardCharsets.US_ASCII),
                request.lastIndexOf(NUMBER));
    }

    /** The order in which the lanes take turns, evenly spread: weights 2,1 give 0 1 0. */
    private static int[] turns(List<String> weights) {
        int[] weight = weights.stream().mapToInt(Integer::parseInt).toArray();
        int sum = 0;
        for (int each : weight) {
            sum += each;
        }
        int[] credit = new int[weight.length];
        int[] turns = new int[sum];
        for (int turn = 0; turn < sum; turn++) {
            int best = 0;
            for (int i = 0; i < weight.length; i++) {
                credit[i] += weight[i];
                best = credit[i] > credit[best] ? i : best;
            }
            credit[best] -= sum;
            turns[turn] = best;
        }
        return turns;
    }
}
