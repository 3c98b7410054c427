{{- define "chorale.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "chorale.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "chorale.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "chorale.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What selects the pods of a component. Takes {root, component}; never changes between versions. */}}
{{- define "chorale.selector" -}}
app.kubernetes.io/name: {{ include "chorale.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Labels of every object. Takes {root, component}. */}}
{{- define "chorale.labels" -}}
{{ include "chorale.selector" . }}
app.kubernetes.io/part-of: chorale
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* An image. Takes {root, image: {repository, tag, digest}}; a digest goes before a tag. */}}
{{- define "chorale.image" -}}
{{- $registry := .root.Values.global.imageRegistry -}}
{{- $name := .image.repository -}}
{{- if $registry }}{{ $name = printf "%s/%s" (trimSuffix "/" $registry) $name }}{{ end -}}
{{- if .image.digest -}}
{{- printf "%s@%s" $name .image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (coalesce .image.tag .root.Values.image.tag .root.Chart.AppVersion | toString) -}}
{{- end -}}
{{- end -}}

{{- define "chorale.redisSecret" -}}
{{- if .Values.redis.bundled.enabled -}}{{ include "chorale.fullname" . }}-redis{{- else -}}{{ .Values.redis.external.existingSecret }}{{- end -}}
{{- end -}}

{{/* A pool with what it takes from workerDefaults. Takes {root, name, pool}; gives YAML. */}}
{{- define "chorale.pool" -}}
{{- $own := .pool | default dict -}}
{{- $pool := mergeOverwrite (deepCopy .root.Values.workerDefaults) (deepCopy $own) -}}
{{- if not $pool.class }}{{ $_ := set $pool "class" .name }}{{ end -}}
{{- toYaml $pool -}}
{{- end -}}
