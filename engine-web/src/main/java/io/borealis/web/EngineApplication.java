package io.borealis.web;

import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/**
 * The HTTP interface of the Engine, below {@code /api}. Scripts prove themselves by a bearer token, browsers by
 * the same token in a cookie.
 */
@ApplicationPath("/api")
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles({Roles.ADMIN, Roles.OPERATOR, Roles.AUDITOR, Roles.AGENT})
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Borealis Engine",
                        version = "1",
                        description = "Host-only WireGuard tunnels to Windows devices, opened on demand."
                                + " Browsers hold their token as the cookie __Host-borealis; what they change they ask for"
                                + " with the headers X-Borealis-Console and Origin."
                                + " Errors are problem documents (RFC 9457) with a stable code."),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(securitySchemeName = "token", type = SecuritySchemeType.HTTP, scheme = "bearer", bearerFormat = "JWT")
public class EngineApplication extends Application {}
