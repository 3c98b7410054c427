{{/* Ends an installation that could not work, and says what to set. */}}
{{- define "chorale.checks" -}}
{{- $values := .Values -}}
{{- $external := $values.redis.external -}}
{{- if and (not $values.redis.bundled.enabled) (not $external.existingSecret) -}}
{{- fail "Redis is missing: name a Secret with its URL in redis.external.existingSecret, or set redis.bundled.enabled=true for a trial." -}}
{{- end -}}
{{- if and $values.redis.bundled.enabled $external.existingSecret -}}
{{- fail "Two Redis are named: set redis.bundled.enabled=false to use redis.external.existingSecret." -}}
{{- end -}}
{{- if and $values.ingress.enabled (not $values.ingress.host) -}}
{{- fail "ingress.enabled needs ingress.host." -}}
{{- end -}}
{{- if and $values.httpRoute.enabled (not $values.httpRoute.parentRefs) -}}
{{- fail "httpRoute.enabled needs httpRoute.parentRefs: the Gateways that it hangs on." -}}
{{- end -}}
{{- range $name, $_ := $values.config -}}
{{- if has $name (include "chorale.ownSettings" $ | fromYamlArray) -}}
{{- fail (printf "config.%s is set by the chart itself; env of a component replaces it there." $name) -}}
{{- end -}}
{{- end -}}
{{- $classes := dict -}}
{{- range $name, $pool := $values.workers -}}
{{- $own := include "chorale.pool" (dict "root" $ "name" $name "pool" $pool) | fromYaml -}}
{{- if $own.enabled -}}
{{- include "chorale.checkPool" (dict "root" $ "name" $name "pool" $own) -}}
{{- $voices := $own.voices | sortAlpha | join "," -}}
{{- if and (hasKey $classes $own.class) (ne (get $classes $own.class) $voices) -}}
{{- fail (printf "workers.%s: all pools of the class %s must have the same voices." $name $own.class) -}}
{{- end -}}
{{- $_ := set $classes $own.class $voices -}}
{{- end -}}
{{- end -}}
{{- if not $classes -}}
{{- fail "No pool of workers is enabled: nothing could ever be spoken." -}}
{{- end -}}
{{- end -}}

{{/* Takes {root, name, pool}. */}}
{{- define "chorale.checkPool" -}}
{{- $at := printf "workers.%s" .name -}}
{{- if not (has .pool.defaultVoice .pool.voices) -}}
{{- fail (printf "%s.defaultVoice (%s) must be among its voices." $at .pool.defaultVoice) -}}
{{- end -}}
{{- $store := .pool.voiceStore -}}
{{- if and (eq $store.kind "claim") (not $store.claim) -}}
{{- fail (printf "%s.voiceStore.claim must name the volume claim that holds the voices." $at) -}}
{{- end -}}
{{- if and (eq $store.kind "image") (not $store.image) -}}
{{- fail (printf "%s.voiceStore.image must name the image that holds the voices." $at) -}}
{{- end -}}
{{- if and (eq $store.kind "image") (semverCompare "<1.31.0-0" .root.Capabilities.KubeVersion.Version) -}}
{{- fail (printf "%s.voiceStore.kind=image needs Kubernetes 1.35, or 1.31 with the feature gate ImageVolume: use a claim." $at) -}}
{{- end -}}
{{- if and (eq .pool.autoscaling.kind "keda") (not (.root.Capabilities.APIVersions.Has "keda.sh/v1alpha1/ScaledObject")) (not (.root.Capabilities.APIVersions.Has "keda.sh/v1alpha1")) -}}
{{- fail (printf "%s.autoscaling.kind=keda, but the cluster has no KEDA: install it, render with --api-versions keda.sh/v1alpha1, or set kind=none." $at) -}}
{{- end -}}
{{- if gt (int .pool.autoscaling.minReplicas) (int .pool.autoscaling.maxReplicas) -}}
{{- fail (printf "%s.autoscaling.minReplicas is above maxReplicas." $at) -}}
{{- end -}}
{{- end -}}
