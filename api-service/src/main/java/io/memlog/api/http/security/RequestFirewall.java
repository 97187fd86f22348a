package io.memlog.api.http.security;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/// Rejects a path that is written in a second way: with `//`, `/../` or `;` parameters. Encoded characters
/// pass, because an event's id may have any.
final class RequestFirewall extends StrictHttpFirewall {

    RequestFirewall() {
        setUnsafeAllowAnyHttpMethod(true);
        setAllowSemicolon(true);
        setAllowBackSlash(true);
        setAllowNull(true);
        setAllowUrlEncodedSlash(true);
        setAllowUrlEncodedDoubleSlash(true);
        setAllowUrlEncodedPercent(true);
        setAllowUrlEncodedPeriod(true);
        setAllowUrlEncodedCarriageReturn(true);
        setAllowUrlEncodedLineFeed(true);
        setAllowUrlEncodedParagraphSeparator(true);
        setAllowUrlEncodedLineSeparator(true);
        setAllowedHeaderNames(_ -> true);
        setAllowedHeaderValues(_ -> true);
        setAllowedParameterNames(_ -> true);
        setAllowedParameterValues(_ -> true);
    }

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        if (request.getRequestURI().indexOf(';') >= 0) {
            throw new RequestRejectedException("the path has a parameter");
        }
        return super.getFirewalledRequest(request);
    }
}
