package io.memlog.api.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Turns every exception of a controller into a problem document; nothing internal leaks into it.
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDocument> known(ProblemException problem, HttpServletRequest request) {
        return answer(problem.document(request.getRequestURI()), problem.headers());
    }

    @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
    ResponseEntity<ProblemDocument> unknownPath(HttpServletRequest request) {
        return known(ProblemException.notFound("this path is not served"), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> methodNotAllowed(
            HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        var problem =
                new ProblemException(ProblemType.METHOD_NOT_ALLOWED, e.getMethod() + " is not possible at this path");
        var allowed = e.getSupportedMethods();
        return known(allowed == null ? problem : problem.with(HttpHeaders.ALLOW, String.join(", ", allowed)), request);
    }

    @ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
    ResponseEntity<ProblemDocument> notAcceptable(HttpServletRequest request) {
        return known(
                new ProblemException(
                        ProblemType.NOT_ACCEPTABLE, "answers are application/json, which the Accept header excludes"),
                request);
    }

    @ExceptionHandler(HttpMediaTypeNotSupportedException.class)
    ResponseEntity<ProblemDocument> unsupportedMediaType(HttpServletRequest request) {
        return known(
                new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json"), request);
    }

    @ExceptionHandler
    void clientDisconnected(AsyncRequestNotUsableException e) {
        LOG.debug("The client disconnected", e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> unexpected(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        abortIfBegun(e, response);
        if (DatabaseErrors.isOutage(e)) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("PostgreSQL is not available");
            return known(ProblemException.storeUnavailable(), request);
        }
        LOG.atError().setCause(e).addKeyValue("path", request.getRequestURI()).log("A request failed");
        var document = ProblemDocument.of(
                ProblemType.INTERNAL_ERROR, "the failure is in the service's log", request.getRequestURI(), List.of());
        return answer(document, Map.of());
    }

    /// An answer that has begun cannot become a problem: the failure goes on to Tomcat, which cuts the
    /// connection, so that the client sees that the answer is not complete. What is still in the buffer is
    /// dropped.
    private static void abortIfBegun(Exception failure, HttpServletResponse response) throws Exception {
        if (response.isCommitted()) {
            throw failure;
        }
        response.resetBuffer();
    }

    private static ResponseEntity<ProblemDocument> answer(ProblemDocument document, Map<String, String> headers) {
        var response = ResponseEntity.status(document.status())
                .contentType(MediaType.parseMediaType(ProblemDocument.MEDIA_TYPE));
        headers.forEach(response::header);
        return response.body(document);
    }
}
