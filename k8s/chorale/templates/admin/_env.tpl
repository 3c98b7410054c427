{{/* What the chart itself tells the admin app. Takes the root; gives a list. */}}
{{- define "chorale.adminEnv" -}}
{{- $admin := .Values.admin -}}
- name: ADMIN_HOST
  value: 0.0.0.0
- name: ADMIN_PORT
  value: '8080'
- name: ADMIN_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ $admin.token.existingSecret | default (printf "%s-admin" (include "chorale.fullname" .)) }}
      key: {{ ternary $admin.token.secretKey "token" (ne $admin.token.existingSecret "") }}
{{- with $admin.gatewayKey.existingSecret }}
- name: ADMIN_GATEWAY_KEY
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: {{ $admin.gatewayKey.secretKey }}
{{- end }}
{{- end -}}
