package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void listsModelsInOrder() throws Exception {
        JsonNode list = json.readTree(
                Models.list(List.of("smart", "openai/gpt-4o"), 1700000000).array());

        assertThat(list.get("object").asText()).isEqualTo("list");
        assertThat(list.get("data").findValuesAsText("id")).containsExactly("smart", "openai/gpt-4o");
        assertThat(list.get("data").findValuesAsText("object")).containsOnly("model");
        assertThat(list.get("data").get(1).get("created").asLong()).isEqualTo(1700000000);
        assertThat(list.get("data").get(1).get("owned_by").asText()).isEqualTo("keywell");
        assertThat(list.get("data").get(1).get("type").asText()).isEqualTo("base");
        assertThat(list.get("data").get(1).get("capabilities").isObject()).isTrue();
    }

    @Test
    void anEmptyListIsStillAList() throws Exception {
        assertThat(json.readTree(Models.list(List.of(), 0).array()).get("data").isEmpty())
                .isTrue();
    }

    @Test
    void showsOneModelWhateverItsName() throws Exception {
        assertThat(json.readTree(Models.one("org/a \"b\" ü", 1).array())
                        .get("id")
                        .asText())
                .isEqualTo("org/a \"b\" ü");
    }
}
