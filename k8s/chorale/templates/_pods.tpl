{{- define "chorale.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .uid }}
runAsGroup: {{ .uid }}
fsGroup: {{ .uid }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "chorale.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* What the pods of all components have in common. Takes {root, component, of, uid}. */}}
{{- define "chorale.podCommon" -}}
serviceAccountName: {{ include "chorale.fullname" .root }}
automountServiceAccountToken: false
# Its variables would collide with settings such as REDIS_PORT.
enableServiceLinks: false
securityContext:
  {{- include "chorale.podSecurity" (dict "uid" (.uid | default 65532)) | nindent 2 }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .of.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .of.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .of.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .of.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{/* Spreads a component over hosts, or whatever its keys name. Takes {root, component}. */}}
{{- define "chorale.spread" -}}
{{- if .root.Values.topologySpread.enabled }}
topologySpreadConstraints:
  {{- range $key := .root.Values.topologySpread.keys }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: {{ $.root.Values.topologySpread.whenUnsatisfiable }}
    # Nodes that take no such pod, such as those with devices, would always look the emptiest.
    nodeTaintsPolicy: Honor
    # Pods that are about to be replaced do not count.
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- include "chorale.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Variables that every process has. Takes the root; gives a list. */}}
{{- define "chorale.commonEnv" -}}
- name: REDIS_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "chorale.redisSecret" . }}
      key: {{ .Values.redis.bundled.enabled | ternary "url" .Values.redis.external.secretKey }}
{{- if and (not .Values.redis.bundled.enabled) .Values.redis.external.caConfigMap }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/chorale/redis-ca/ca.crt
{{- end }}
- name: DRAIN_SECONDS
  value: {{ .Values.drainSeconds | quote }}
{{- end -}}

{{/*
The variables of a process: those of the chart, but for what `env` and `extraEnv` say otherwise. An API server takes no
name twice. Takes {root, of, own}: `own` is a list as YAML.
*/}}
{{- define "chorale.env" -}}
{{- $theirs := .of.extraEnv -}}
{{- range $name, $value := .of.env -}}
{{- $theirs = append $theirs (dict "name" $name "value" $value) -}}
{{- end -}}
{{- $said := list -}}
{{- range $theirs -}}
{{- if has .name $said }}{{ fail (printf "%s stands twice in env and extraEnv." .name) }}{{ end -}}
{{- $said = append $said .name -}}
{{- end -}}
{{- $ours := list -}}
{{- range concat (fromYamlArray .own) (include "chorale.commonEnv" .root | fromYamlArray) -}}
{{- if not (has .name $said) }}{{ $ours = append $ours . }}{{ end -}}
{{- end -}}
{{- toYaml (concat $ours $theirs) -}}
{{- end -}}

{{/*
Names that `config` would set in vain, as a list. Not that of the default voice, which gateways read too.
*/}}
{{- define "chorale.ownSettings" -}}
{{- $lists := list "chorale.gatewayEnv" "chorale.adminEnv" "chorale.commonEnv" -}}
{{- $own := include "chorale.workerEnv" .Values.workerDefaults | fromYamlArray -}}
{{- range $lists }}{{ $own = concat $own (include . $ | fromYamlArray) }}{{ end -}}
{{- range $own -}}
{{- if ne .name "DEFAULT_VOICE" }}
- {{ .name }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "chorale.envFrom" -}}
- configMapRef:
    name: {{ include "chorale.fullname" . }}-settings
{{- end -}}

{{- define "chorale.caMount" -}}
{{- if and (not .Values.redis.bundled.enabled) .Values.redis.external.caConfigMap }}
- name: redis-ca
  mountPath: /etc/chorale/redis-ca
  readOnly: true
{{- end }}
{{- end -}}

{{- define "chorale.caVolume" -}}
{{- if and (not .Values.redis.bundled.enabled) .Values.redis.external.caConfigMap }}
- name: redis-ca
  configMap:
    name: {{ .Values.redis.external.caConfigMap }}
{{- end }}
{{- end -}}

{{/* Annotations of pods: a changed setting makes new pods. Takes {root, of}. */}}
{{- define "chorale.podAnnotations" -}}
checksum/settings: {{ toJson .root.Values.config | sha256sum }}
{{- with .of.podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Probes of HTTP on the port `http`. Takes {startSeconds}: how long a start may take. */}}
{{- define "chorale.probes" -}}
startupProbe:
  httpGet: { path: /health, port: http }
  periodSeconds: 2
  failureThreshold: {{ div .startSeconds 2 }}
readinessProbe:
  httpGet: { path: /health/ready, port: http }
  periodSeconds: 3
  timeoutSeconds: 3
# Asks for life only: were Redis asked too, an outage of it would restart everything.
livenessProbe:
  httpGet: { path: /health, port: http }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}
