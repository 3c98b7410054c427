{{/* What the chart itself tells a worker. Takes its pool; gives a list. */}}
{{- define "chorale.workerEnv" -}}
- name: WORKER_HEALTH_HOST
  value: 0.0.0.0
- name: WORKER_HEALTH_PORT
  value: '9464'
- name: WORKER_CLASS
  value: {{ .class | quote }}
- name: INFERENCE_THREADS
  value: {{ .threads | quote }}
- name: EXECUTION_PROVIDERS
  value: {{ join "," .executionProviders | quote }}
- name: DEFAULT_VOICE
  value: {{ .defaultVoice | quote }}
- name: VOICES_DIR
  value: /var/lib/chorale/voices
- name: ENGINE_CACHE_DIR
  value: /var/lib/chorale/engines
{{- end -}}
