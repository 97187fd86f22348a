{{- define "memlog.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "memlog.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "memlog.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "Set serviceAccount.name to a ServiceAccount that exists, or serviceAccount.create to true." .Values.serviceAccount.name -}}
{{- end -}}
{{- end }}

{{- /* Takes (list $ "api-service"), or (list $ "") for what belongs to all. */}}
{{- define "memlog.selectorLabels" -}}
app.kubernetes.io/name: {{ default (index . 0).Chart.Name (index . 0).Values.nameOverride }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- with index . 1 }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{- define "memlog.labels" -}}
{{- $root := index . 0 -}}
{{ include "memlog.selectorLabels" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- /* Takes the values of a secret and the sentence for the case that they name none. */}}
{{- define "memlog.secret" -}}
existingSecret: {{ required (index . 1) (index . 0).existingSecret | quote }}
key: {{ (index . 0).key | quote }}
{{- end }}

{{- /* The names under which others call an application in the cluster. */}}
{{- define "memlog.hosts" -}}
{{- $root := index . 0 -}}
{{- $service := printf "%s-%s" (include "memlog.fullname" $root) (index . 1) -}}
{{ printf "localhost,127.0.0.1,[::1],$(POD_IP),%s,%s.%s,%s.%s.svc,%s.%s.svc.cluster.local" $service $service $root.Release.Namespace $service $root.Release.Namespace $service $root.Release.Namespace }}
{{- end }}
