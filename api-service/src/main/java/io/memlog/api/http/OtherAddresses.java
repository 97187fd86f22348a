package io.memlog.api.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.web.util.UriComponentsBuilder;

/// A name may stand for several instances, of which one has just ended or is starting. Java's client connects to one
/// address only; where it cannot, this tries all that the name has by then. Nothing was sent until then, so that every
/// request may be.
final class OtherAddresses implements ClientHttpRequestInterceptor {

    private final Resolver resolver;

    OtherAddresses(Resolver resolver) {
        this.resolver = resolver;
    }

    /// Such as [InetAddress#getAllByName].
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        try {
            return execution.execute(request, body);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return executeElsewhere(request, body, execution, e);
        }
    }

    /// With TLS an address would not match the certificate.
    private ClientHttpResponse executeElsewhere(
            HttpRequest request, byte[] body, ClientHttpRequestExecution execution, IOException failure)
            throws IOException {
        var uri = request.getURI();
        if (!"http".equals(uri.getScheme())) {
            throw failure;
        }
        var addresses = resolver.addresses(uri.getHost());
        if (addresses.length == 1) {
            throw failure;
        }
        for (var address : addresses) {
            try {
                return execution.execute(at(address, request), body);
            } catch (ConnectException | HttpConnectTimeoutException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static HttpRequest at(InetAddress address, HttpRequest request) {
        var literal = address.getHostAddress();
        var host = address instanceof Inet6Address ? "[" + literal + "]" : literal;
        var uri = UriComponentsBuilder.fromUri(request.getURI())
                .host(host)
                .build(true)
                .toUri();
        return new HttpRequestWrapper(request) {
            @Override
            public URI getURI() {
                return uri;
            }
        };
    }
}
