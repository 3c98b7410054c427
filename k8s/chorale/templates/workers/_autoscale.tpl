{{/* Where gateways tell what a class owes. Takes {root, class}. */}}
{{- define "chorale.autoscaleUrl" -}}
{{- printf "http://%s-gateway.%s.svc:%v/autoscale/%s" (include "chorale.fullname" .root) .root.Release.Namespace .root.Values.gateway.service.port .class -}}
{{- end -}}

{{/* The audio-seconds owed in that answer. */}}
{{- define "chorale.autoscaleField" -}}
owedAudioSeconds
{{- end -}}
