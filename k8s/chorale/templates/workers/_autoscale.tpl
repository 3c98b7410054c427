{{/* Where gateways tell what a class owes. Takes {root, class}. */}}
{{- define "chorale.autoscaleUrl" -}}
{{- printf "http://%s-gateway.%s.svc:%v/autoscale/%s" (include "chorale.fullname" .root) .root.Release.Namespace .root.Values.gateway.service.port .class -}}
{{- end -}}

{{/* One figure of that answer as a trigger. Takes {root, class, field, target, authenticationRef}. */}}
{{- define "chorale.autoscaleTrigger" -}}
- type: metrics-api
  name: {{ .field | kebabcase }}
  # The figure is the whole pool's; the cluster divides it by the number of workers.
  metricType: AverageValue
  metadata:
    url: {{ include "chorale.autoscaleUrl" . }}
    valueLocation: {{ .field }}
    targetValue: {{ .target | quote }}
    activationTargetValue: '0'
    {{- if .authenticationRef }}
    authMode: bearer
    {{- end }}
  {{- with .authenticationRef }}
  authenticationRef: { name: {{ . }} }
  {{- end }}
{{- end -}}
