package io.memlog.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Turns whatever a controller throws into a problem document; nothing internal leaks into it.
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDocument> known(ProblemException problem, HttpServletRequest request) {
        return answer(problem.document(request.getRequestURI()), problem.headers());
    }

    @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
    ResponseEntity<ProblemDocument> noSuchPath(HttpServletRequest request) {
        return known(ProblemException.notFound("nothing is served at this path"), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> wrongMethod(HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        var problem =
                new ProblemException(ProblemType.METHOD_NOT_ALLOWED, e.getMethod() + " is not possible at this path");
        var allowed = e.getSupportedMethods();
        return known(allowed == null ? problem : problem.with(HttpHeaders.ALLOW, String.join(", ", allowed)), request);
    }

    @ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
    ResponseEntity<ProblemDocument> notAcceptable(HttpServletRequest request) {
        return known(
                new ProblemException(
                        ProblemType.NOT_ACCEPTABLE, "answers are application/json; the Accept header excludes it"),
                request);
    }

    @ExceptionHandler(HttpMediaTypeNotSupportedException.class)
    ResponseEntity<ProblemDocument> wrongMediaType(HttpServletRequest request) {
        return known(
                new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "the body is to be application/json"),
                request);
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        QueryTimeoutException.class,
        TransientDataAccessException.class,
        TransactionException.class
    })
    ResponseEntity<ProblemDocument> storeAway(Exception e, HttpServletRequest request) {
        LOG.atWarn().addKeyValue("cause", e.getMessage()).log("PostgreSQL is not available");
        return known(ProblemException.storeAway(), request);
    }

    @ExceptionHandler
    void clientIsGone(AsyncRequestNotUsableException e) {
        LOG.debug("the client went away", e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDocument> surprise(Exception e, HttpServletRequest request) {
        if (DatabaseErrors.isOutage(e)) {
            return storeAway(e, request);
        }
        LOG.atError().setCause(e).addKeyValue("path", request.getRequestURI()).log("A request failed");
        var document = ProblemDocument.of(
                ProblemType.INTERNAL_ERROR, "the failure is in the service's log", request.getRequestURI(), List.of());
        return answer(document, Map.of());
    }

    private static ResponseEntity<ProblemDocument> answer(ProblemDocument document, Map<String, String> headers) {
        var response = ResponseEntity.status(document.status())
                .contentType(MediaType.parseMediaType(ProblemDocument.MEDIA_TYPE));
        headers.forEach(response::header);
        return response.body(document);
    }
}
