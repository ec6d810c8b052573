package io.keywell.governance.admin;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Keeps REST handling to its own paths: those of callers are plain routes, which it never sees. */
@ApplicationPath("/admin/v1")
public class AdminApplication extends Application {}
