package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;

/// Answers with a problem document where Tomcat itself turns a request down, such as for a broken request
/// line. Public because Tomcat creates it by its name.
public final class ProblemValve extends ErrorReportValve {

    private static final int MIN_ERROR_STATUS = 400;

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        var status = response.getStatus();
        if (status < MIN_ERROR_STATUS || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var document = ProblemDocument.of(status, "the HTTP request is not valid", pathOf(request));
        try {
            response.setContentType(ProblemDocument.MEDIA_TYPE);
            response.setCharacterEncoding("UTF-8");
            response.getOutputStream().write(Json.mapper().writeValueAsBytes(document));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, e);
        }
    }

    private static String pathOf(Request request) {
        var path = request.getRequestURI();
        return path == null ? "/" : path;
    }
}
