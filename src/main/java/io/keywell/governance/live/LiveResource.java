package io.keywell.governance.live;

import io.keywell.governance.live.Explanation.Question;
import io.keywell.governance.live.Forecasts.WhatIf;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
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

    private static final long MOST_TOKENS = 100_000_000;

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
            @RestQuery @DefaultValue("1") @DecimalMin("0") @DecimalMax("1000") double traffic) {
        return forecasts.answer(new WhatIf(without == null ? List.of() : without, traffic));
    }

    @GET
    @Path("explain")
    @Blocking
    @Operation(hidden = true)
    public Explanation explain(
            @RestQuery @NotBlank String model,
            @RestQuery @Nullable String consumer,
            @RestQuery("input-tokens") @DefaultValue("1000") @PositiveOrZero @Max(MOST_TOKENS) long inputTokens,
            @RestQuery("output-tokens") @DefaultValue("1000") @PositiveOrZero @Max(MOST_TOKENS) long outputTokens) {
        return explainer.explain(new Question(model, consumer, inputTokens, outputTokens));
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
