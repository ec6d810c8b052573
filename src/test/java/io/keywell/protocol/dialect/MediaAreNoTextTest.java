package io.keywell.protocol.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.Protocol.PathWords;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures, sound and files are not guessed to be the text that they are written as. */
class MediaAreNoTextTest {

    private static final int TWO_MEDIA = 2 * 765;

    private static String data() {
        byte[] bytes = new byte[150_000];
        new Random(3).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "OPENAI|{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':'What?'},"
                        + "{'type':'image_url','image_url':{'url':'data:image/png;base64,DATA'}},"
                        + "{'type':'input_audio','input_audio':{'data':'DATA','format':'wav'}}]}]}",
                "OPENAI|{'model':'m','messages':[{'role':'user','content':[{'type':'file','file':{'filename':'a.pdf',"
                        + "'file_data':'data:application/pdf;base64,DATA'}}]}]}",
                "RESPONSES|{'model':'m','input':[{'role':'user','content':[{'type':'input_text','text':'What?'},"
                        + "{'type':'input_image','image_url':'data:image/png;base64,DATA'},"
                        + "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,DATA'}]}]}",
                "ANTHROPIC|{'model':'m','max_tokens':9,'messages':[{'role':'user','content':[{'type':'text','text':'What?'},"
                        + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'DATA'}}]}]}",
                "GEMINI|{'contents':[{'role':'user','parts':[{'text':'What?'},"
                        + "{'inlineData':{'mimeType':'audio/wav','data':'DATA'}}]}]}"
            })
    void theirLettersAreNotCounted(Dialect dialect, String request) {
        String body = request.replace('\'', '"').replace("DATA", data());

        Asked asked = Protocols.of(dialect)
                .read(
                        Operation.CHAT,
                        Bytes.of(body.getBytes(StandardCharsets.UTF_8)),
                        dialect == Dialect.GEMINI ? new PathWords("m", false) : PathWords.NONE);

        assertThat(((Asked.Parsed) asked).facts().inputTokens()).isBetween(700L, TWO_MEDIA + 60L);
    }
}
