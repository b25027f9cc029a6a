package io.borealis.web.device;

import io.borealis.engine.device.DeviceOrder;
import io.borealis.engine.device.Devices;
import io.borealis.engine.device.SavedView;
import io.borealis.engine.device.SavedViews;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The views of the list of devices that whoever asks saved. */
@RequestScoped
@Path("/account/views")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class SavedViewsResource {

    @Inject
    Devices devices;

    @Inject
    CurrentOperator operator;

    /**
     * A view as requests say it and answers tell it: search, removed, sort and order are those of {@code GET /api/devices}.
     *
     * @param start whether the console begins with it
     */
    public record View(
            String name,
            Optional<Boolean> start,
            Optional<String> search,
            Optional<Boolean> removed,
            Optional<String> sort,
            Optional<String> order) {

        public View {
            name = name.strip();
            Parameters.requireName("name", name, SavedViews.LONGEST_NAME);
            search = Parameters.search(search.orElse(null));
        }

        static View of(SavedView view) {
            Optional<DeviceOrder> order = view.order();
            return new View(
                    view.name(),
                    Optional.of(view.start()),
                    view.search(),
                    Optional.of(view.removed()),
                    order.map(by -> DeviceSorting.parameters(by).get("sort")),
                    order.map(by -> DeviceSorting.parameters(by).get("order")));
        }

        SavedView toSaved() {
            return new SavedView(
                    name,
                    start.orElse(false),
                    search,
                    removed.orElse(false),
                    DeviceSorting.of(sort.orElse(null), order.orElse(null)));
        }
    }

    /**
     * Body of a change: all that shall be kept, in this order.
     *
     * @param version of those that were read; absent takes whatever there is
     */
    public record NewViews(List<View> views, Optional<Integer> version) {

        public NewViews {
            if (views.contains(null)) {
                throw bad("a view cannot be null");
            }
            if (views.size() > SavedViews.MOST) {
                throw bad("a person keeps at most " + SavedViews.MOST + " views; leave one out");
            }
            if (views.stream().map(View::name).distinct().count() < views.size()) {
                throw bad("no two views have one name; rename one");
            }
            if (views.stream().filter(view -> view.start().orElse(false)).count() > 1) {
                throw bad("one view is the start at most");
            }
            views = List.copyOf(views);
        }

        private static MalformedRequestException bad(String why) {
            return new MalformedRequestException("bad_value", "views", why);
        }

        List<SavedView> toSaved() {
            return views.stream().map(View::toSaved).toList();
        }
    }

    /** Answer: all of them, and the version that goes with them. */
    public record ViewsAnswer(int version, List<View> views) {
        static ViewsAnswer of(SavedViews.Kept kept) {
            return new ViewsAnswer(
                    kept.version(), kept.views().stream().map(View::of).toList());
        }
    }

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "The views of the list of devices that I saved, in my order")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ViewsAnswer.class)))
    public Response views() {
        return Response.ok(ViewsAnswer.of(devices.savedViews().of(username()))).build();
    }

    @PUT
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(
            summary = "Save these views of mine, and no others",
            description =
                    "At most 20 with a name each, of which one may be the start. A view gives no right: it is a search"
                            + " and an order, and shows what I reach when I open it.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ViewsAnswer.class)))
    @APIResponse(responseCode = "400", description = "bad_value")
    @APIResponse(responseCode = "409", description = "views_changed_meanwhile")
    public Response save(NewViews wanted) {
        SavedViews.Result result = devices.savedViews().replace(username(), wanted.toSaved(), wanted.version());
        if (result instanceof SavedViews.Result.Done done) {
            return Response.ok(ViewsAnswer.of(done.now())).build();
        }
        if (result instanceof SavedViews.Result.ChangedMeanwhile other) {
            return Problem.conflict(
                            "views_changed_meanwhile",
                            "another page of yours changed the views after they were read; read them again, and send what"
                                    + " you want with their version")
                    .with("version", other.now().version())
                    .toResponse();
        }
        throw new IllegalStateException("an answer without words: " + result);
    }

    private String username() {
        return operator.session().username();
    }
}
