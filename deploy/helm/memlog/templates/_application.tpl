{{- /*
The Deployment, the Service and what belongs to them, of one application. Takes
  root      the root of the chart
  name      the application
  port      where it listens
  values    its part of the values
  settings  its settings as the chart knows them; the values override them
  secrets   its settings that are secrets: {existingSecret, key}
  folders   what it mounts below /application: the name of the folder, and its volume
*/}}
{{- define "memlog.application" -}}
{{- $root := .root -}}
{{- $values := .values -}}
{{- $fullname := printf "%s-%s" (include "memlog.fullname" $root) .name -}}
{{- $labels := include "memlog.labels" (list $root .name) -}}
{{- $selector := include "memlog.selectorLabels" (list $root .name) -}}
{{- $token := include "memlog.secret" (list $root.Values.internalToken "Set internalToken.existingSecret to the Secret with the token with which api-service calls the workers.") | fromYaml -}}
{{- $autoscaling := default (dict "enabled" false) $values.autoscaling -}}
{{- $settings := merge (dict) $values.settings $root.Values.settings .settings (dict
      "spring.kafka.bootstrap-servers" (required "Set kafka.bootstrapServers, such as kafka:9092." $root.Values.kafka.bootstrapServers)
      "memlog.kafka.replication-factor" ($root.Values.kafka.replicationFactor | int | toString)
      "memlog.http.allowed-hosts" (include "memlog.hosts" (list $root .name))
      "spring.lifecycle.timeout-per-shutdown-phase" "10s") -}}
{{- $secrets := merge (dict) $values.secretSettings $root.Values.secretSettings .secrets (dict "memlog.http.internal-token" $token) -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $fullname }}
  labels:
    {{- $labels | nindent 4 }}
spec:
  {{- if not $autoscaling.enabled }}
  replicas: {{ $values.replicas }}
  {{- end }}
  {{- with .strategy }}
  strategy: {type: {{ . }}}
  {{- end }}
  selector:
    matchLabels:
      {{- $selector | nindent 6 }}
  template:
    metadata:
      labels:
        {{- $labels | nindent 8 }}
      {{- with $values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "memlog.serviceAccountName" $root }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile: {type: RuntimeDefault}
      terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- $selector | nindent 14 }}
      containers:
        - name: {{ .name }}
          image: {{ printf "%s/%s:%s" (required "Set image.registry to where the images of the applications are, such as registry.example.com/memlog." $root.Values.image.registry | trimSuffix "/") .name (default $root.Chart.AppVersion $root.Values.image.tag) | quote }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
          env:
            - name: POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
            - name: MEMLOG_SECRETS
              value: /etc/memlog/secrets
            {{- with $values.javaOptions }}
            - name: JDK_JAVA_OPTIONS
              value: {{ . | quote }}
            {{- end }}
            {{- range $setting, $value := $settings }}
            - name: {{ $setting | replace "-" "" | replace "." "_" | upper }}
              value: {{ $value | quote }}
            {{- end }}
          ports:
            - {name: http, containerPort: {{ .port }}}
          # Until then, an application may wait for what it needs, with its port closed.
          startupProbe:
            httpGet: {path: /actuator/health/liveness, port: http}
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: {{ div $values.startupTimeoutSeconds 5 }}
          livenessProbe:
            httpGet: {path: /actuator/health/liveness, port: http}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: {path: /actuator/health/readiness, port: http}
            periodSeconds: 5
            timeoutSeconds: 5
          # Calls still arrive until every node knows that the pod ends.
          lifecycle:
            preStop: {exec: {command: [sleep, "5"]}}
          {{- with $values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - {name: secrets, mountPath: /etc/memlog/secrets, readOnly: true}
            - {name: tmp, mountPath: /tmp}
            {{- range $folder, $_ := .folders }}
            - {name: {{ $folder }}, mountPath: /application/{{ $folder }}}
            {{- end }}
      volumes:
        - name: secrets
          projected:
            defaultMode: 0440
            sources:
              {{- range $setting, $secret := $secrets }}
              - secret:
                  name: {{ $secret.existingSecret }}
                  items: [{key: {{ $secret.key | quote }}, path: {{ $setting | quote }}}]
              {{- end }}
        - name: tmp
          emptyDir: {}
        {{- range $folder, $volume := .folders }}
        - name: {{ $folder }}
          {{- toYaml $volume | nindent 10 }}
        {{- end }}
      {{- with $values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $fullname }}
  labels:
    {{- $labels | nindent 4 }}
  {{- with $values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $values.service.type }}
  selector:
    {{- $selector | nindent 4 }}
  ports:
    - {name: http, port: {{ .port }}, targetPort: http}
{{- if $values.podDisruptionBudget.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $fullname }}
  labels:
    {{- $labels | nindent 4 }}
spec:
  maxUnavailable: {{ $values.podDisruptionBudget.maxUnavailable }}
  selector:
    matchLabels:
      {{- $selector | nindent 6 }}
{{- end }}
{{- if $autoscaling.enabled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $fullname }}
  labels:
    {{- $labels | nindent 4 }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ $fullname }}}
  minReplicas: {{ $autoscaling.minReplicas }}
  maxReplicas: {{ $autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: {type: Utilization, averageUtilization: {{ $autoscaling.targetCpuUtilizationPercentage }}}
{{- end }}
{{- if $root.Values.serviceMonitor.enabled }}
{{- $credentials := $token }}
{{- with .metricsKey }}
{{- $credentials = include "memlog.secret" (list . "Set operateKey.existingSecret to the Secret with the key with which Prometheus reads the metrics of api-service.") | fromYaml }}
{{- end }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ $fullname }}
  labels:
    {{- $labels | nindent 4 }}
    {{- with $root.Values.serviceMonitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  # The alerts ask for the applications by this name of their job.
  jobLabel: app.kubernetes.io/component
  selector:
    matchLabels:
      {{- $selector | nindent 6 }}
  endpoints:
    - port: http
      path: /actuator/prometheus
      interval: {{ $root.Values.serviceMonitor.interval }}
      authorization:
        credentials: {name: {{ $credentials.existingSecret }}, key: {{ $credentials.key | quote }}}
{{- end }}
{{- if $root.Values.networkPolicy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ $fullname }}
  labels:
    {{- $labels | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- $selector | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    - ports: [{port: http}]
      {{- if or (ne .name "api-service") $root.Values.networkPolicy.clients }}
      from:
        - podSelector:
            matchLabels:
              {{- include "memlog.selectorLabels" (list $root "api-service") | nindent 14 }}
        {{- with $root.Values.networkPolicy.monitoring }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- if eq .name "api-service" }}
        {{- toYaml $root.Values.networkPolicy.clients | nindent 8 }}
        {{- end }}
      {{- end }}
{{- end }}
{{- end }}
