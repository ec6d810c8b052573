package io.keywell.boot;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OpenApiOnDemandTest.OfItsOwn.class)
class OpenApiOnDemandTest {

    /** So that nobody has asked this gateway before. */
    public static final class OfItsOwn implements QuarkusTestProfile {}

    @Inject
    OpenApiDocuments documents;

    @Test
    void aStartMakesNoDocumentAndWhoeverAsksGetsIt() {
        assertThat(documents.made()).isFalse();

        String yaml = given().get("/q/openapi").then().statusCode(200).extract().asString();
        String json = given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(yaml).contains("/v1/chat/completions:", "/admin/v1/status");
        assertThat(json).contains("\"/v1/chat/completions\"", "/admin/v1/status");
        assertThat(documents.made()).isTrue();
    }
}
