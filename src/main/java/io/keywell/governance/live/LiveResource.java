package io.keywell.governance.live;

import io.keywell.governance.live.Explanation.Question;
import io.keywell.governance.live.Forecasts.WhatIf;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The present, over HTTP. The paths are described in {@code openapi.yaml}. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class LiveResource {

    /** Texts, so that a wrong one is told like any other mistake. */
    private static final String TOKENS = "\\d{1,8}|100000000";

    private static final String TOKENS_EXPECTED = "a whole number from 0 to 100000000";
    private static final String TRAFFIC = "\\d{1,3}(\\.\\d{1,6})?|1000(\\.0{1,6})?";
    private static final String TRAFFIC_EXPECTED = "a number from 0 to 1000, as 1.5";

    private final LiveStatus status;
    private final Forecasts forecasts;
    private final Explainer explainer;
    private final Events events;

    LiveResource(LiveStatus status, Forecasts forecasts, Explainer explainer, Events events) {
        this.status = status;
        this.forecasts = forecasts;
        this.explainer = explainer;
        this.events = events;
    }

    @GET
    @Path("status")
    @Blocking
    @Operation(hidden = true)
    public LiveStatus.Status status(@RestQuery @Nullable String provider) {
        return status.status(provider);
    }

    @GET
    @Path("forecast")
    @Blocking
    @Operation(hidden = true)
    public Forecasts.Answer forecast(
            @RestQuery @Nullable List<String> without,
            @RestQuery @DefaultValue("1") @Pattern(regexp = TRAFFIC, message = TRAFFIC_EXPECTED) String traffic) {
        List<String> keys = without == null ? List.of() : without;
        return forecasts.answer(new WhatIf(keys, Double.parseDouble(traffic)));
    }

    @GET
    @Path("explain")
    @Blocking
    @Operation(hidden = true)
    public Explanation explain(
            @RestQuery @NotBlank String model,
            @RestQuery @Nullable String consumer,
            @RestQuery("input-tokens") @DefaultValue("1000") @Pattern(regexp = TOKENS, message = TOKENS_EXPECTED)
                    String inputTokens,
            @RestQuery("output-tokens") @DefaultValue("1000") @Pattern(regexp = TOKENS, message = TOKENS_EXPECTED)
                    String outputTokens) {
        return explainer.explain(
                new Question(model, consumer, Long.parseLong(inputTokens), Long.parseLong(outputTokens)));
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> events(
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId, @Context Sse sse) {
        return events.follow(lastEventId).map(event -> sse.newEventBuilder()
                .id(event.id())
                .name(event.type())
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(StateEvent.class, event)
                .build());
    }
}
