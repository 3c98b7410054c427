{{/* What the chart itself tells a gateway. Takes the root; gives a list. */}}
{{- define "chorale.gatewayEnv" -}}
- name: HOST
  value: 0.0.0.0
- name: PORT
  value: '8000'
# The admin app asks the pod that announces itself, not the Service.
- name: ADVERTISED_HOST
  valueFrom:
    fieldRef: { fieldPath: status.podIP }
# Who may come so far is decided by the network policies.
- name: ALLOW_OPEN_BIND
  value: 'true'
- name: METRICS_OPEN
  value: 'true'
- name: ALLOW_TEXT_VIEW
  value: {{ .Values.gateway.allowTextView | quote }}
- name: UPLOADED_VOICES_DIR
  value: /var/lib/chorale/uploads
{{- if not .Values.gateway.uploads.claim }}
- name: UPLOADED_VOICES_MB
  value: {{ .Values.gateway.uploads.sizeMb | quote }}
{{- end }}
{{- with .Values.gateway.apiKeys }}
{{- if .existingSecret }}
- name: API_KEYS
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .secretKey }}
{{- end }}
{{- end }}
{{- end -}}
