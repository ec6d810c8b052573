package io.keywell.boot;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BootProfile.class)
class OpenApiOnDemandTest {

    @Inject
    OpenApiDocuments documents;

    /** No other test of this application asks for one. */
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
