{{- define "chorale.egressDns" -}}
- to:
    - namespaceSelector: {}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
{{- end -}}

{{- define "chorale.egressRedis" -}}
{{- if .Values.redis.bundled.enabled }}
- to:
    - podSelector:
        matchLabels:
          {{- include "chorale.selector" (dict "root" . "component" "redis") | nindent 10 }}
  ports:
    - { protocol: TCP, port: 6379 }
{{- else }}
- ports:
    {{- range .Values.redis.external.ports }}
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
{{- end }}
{{- end -}}

{{/* Names, Redis, and what `extraEgress` adds. */}}
{{- define "chorale.egress" -}}
{{ include "chorale.egressDns" . }}
{{- include "chorale.egressRedis" . }}
{{- with .Values.networkPolicy.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Any pod of the cluster unless told otherwise: the pages hold figures and no words. */}}
{{- define "chorale.metricsFrom" -}}
{{- if .Values.networkPolicy.metricsFrom -}}
{{ toYaml .Values.networkPolicy.metricsFrom }}
{{- else -}}
- namespaceSelector: {}
{{- end -}}
{{- end -}}

{{/* Lets all but one pod of a component stay. Takes {root, component, name, of}. */}}
{{- define "chorale.disruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .name }}
  labels:
    {{- include "chorale.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  # A pod that does not work must not keep its node from being drained.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "chorale.selector" . | nindent 6 }}
{{- end -}}
