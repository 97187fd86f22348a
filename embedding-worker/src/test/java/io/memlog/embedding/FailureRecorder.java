package io.memlog.embedding;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.ProjectionHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/// Records the failures of the projection that use up attempts of an event.
final class FailureRecorder implements BeanPostProcessor {

    final List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof ProjectionHandler ? watched(bean) : bean;
    }

    private Object watched(Object index) {
        return Proxy.newProxyInstance(
                getClass().getClassLoader(), ClassUtils.getAllInterfaces(index), (_, method, arguments) -> {
                    try {
                        return method.invoke(index, arguments);
                    } catch (InvocationTargetException e) {
                        if (!(e.getCause() instanceof IndexUnavailableException)) {
                            seen.add(e.getCause());
                        }
                        throw e.getCause();
                    }
                });
    }
}
