package io.borealis.web.device;

import io.borealis.engine.device.SiteResult;
import io.borealis.web.Problem;
import io.borealis.web.access.StepUp;
import jakarta.ws.rs.core.Response;

/** What became of a wish about a site, in words and codes for callers. */
final class SiteProblems {

    private SiteProblems() {}

    /** @param done the status of what was done; the site is in the answer where the status has a body */
    static Response answer(SiteResult result, Response.Status done) {
        if (result instanceof SiteResult.Done changed) {
            Response.ResponseBuilder answer = Response.status(done);
            return (done == Response.Status.NO_CONTENT ? answer : answer.entity(changed.site())).build();
        }
        return problem(result).toResponse();
    }

    private static Problem problem(SiteResult refused) {
        if (refused instanceof SiteResult.NameTaken taken) {
            return Problem.conflict(
                            "site_name_taken", "another site is called " + taken.name() + "; choose another name")
                    .with("field", "name");
        }
        if (refused instanceof SiteResult.DefaultSite) {
            return Problem.conflict(
                    "default_site", "the site default always exists and keeps its name; make another site instead");
        }
        if (refused instanceof SiteResult.StepUpRequired) {
            return StepUp.required();
        }
        if (refused instanceof SiteResult.InUse used) {
            return Problem.conflict(
                            "site_in_use",
                            used.devices() + " devices and " + used.codes() + " enrollment codes belong to the site;"
                                    + " move the devices, removed ones too, and revoke the codes first")
                    .with("devices", used.devices())
                    .with("codes", used.codes());
        }
        if (refused instanceof SiteResult.TooMany many) {
            return Problem.conflict("too_many_sites", "there are " + many.most() + " sites; remove one first");
        }
        return DeviceProblems.unknownSite();
    }
}
