package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import io.memlog.security.HttpSecurityProperties;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;

/// HTTP clients of `/internal/**` of the workers and of other instances, which ask for the token of the workers.
public final class InternalHttpClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private InternalHttpClient() {}

    /// @param readTimeout for one answer
    public static RestClient.Builder builder(Duration readTimeout, HttpSecurityProperties security) {
        var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build());
        requests.setReadTimeout(readTimeout);
        return RestClient.builder()
                .defaultHeaders(headers -> {
                    if (security.hasInternalToken()) {
                        headers.setBearerAuth(security.internalToken());
                    }
                })
                .requestFactory(requests)
                .requestInterceptor(new OtherAddresses(InetAddress::getAllByName))
                .configureMessageConverters(converters -> converters
                        .registerDefaults()
                        .withJsonConverter(new JacksonJsonHttpMessageConverter(Json.mapper())));
    }
}
