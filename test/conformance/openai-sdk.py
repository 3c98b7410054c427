"""Asks for speech with OpenAI's own client, and prints what came of it as one JSON object.

Usage: openai-sdk.py OPEN_URL KEYED_URL KEY CROWDED_KEY
"""

import asyncio
import json
import sys

import openai

OPEN_URL, KEYED_URL, KEY, CROWDED_KEY = sys.argv[1:]
SPEECH = {"model": "gpt-4o-mini-tts", "voice": "alloy", "input": "Hello."}
FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm")


def client(url=OPEN_URL, key="any", kind=openai.OpenAI):
    return kind(base_url=f"{url}/v1", api_key=key, max_retries=0, timeout=10)


def created(speech, response_format):
    answer = speech.create(**SPEECH, response_format=response_format, instructions="Warm.")
    return {"type": answer.response.headers["content-type"], "magic": answer.content[:4].hex(), "bytes": len(answer.content)}


def streamed(speech):
    with speech.with_streaming_response.create(
        **SPEECH, response_format="pcm", stream_format="audio"
    ) as answer:
        return {"encoding": answer.headers["transfer-encoding"], "bytes": sum(map(len, answer.iter_bytes()))}


def events(speech, text):
    with speech.with_streaming_response.create(
        **{**SPEECH, "input": text}, response_format="pcm", stream_format="sse"
    ) as answer:
        lines = [line for line in answer.iter_lines() if line.startswith("data: ")]
        return [json.loads(line.removeprefix("data: ")) for line in lines]


async def asynchronous():
    async with client(kind=openai.AsyncOpenAI) as service:
        answer = await service.audio.speech.create(**SPEECH, response_format="pcm")
        return len(answer.content)


def error_of(request):
    """The class and the fields by which a program tells errors apart."""
    try:
        request()
    except openai.APIStatusError as error:
        return {"class": type(error).__name__, "status": error.status_code, "param": error.param, "code": error.code}
    except openai.APIError as error:
        return {"class": type(error).__name__}
    return None


def errors(service):
    create = service.audio.speech.create
    keyed = lambda url, key: client(url, key).audio.speech.create(**SPEECH)
    return {
        "speed": error_of(lambda: create(**SPEECH, speed=9)),
        "voice": error_of(lambda: create(**{**SPEECH, "voice": "nobody"})),
        "model": error_of(lambda: create(**{**SPEECH, "model": "none"})),
        "failure": error_of(lambda: create(**{**SPEECH, "input": "Broken."})),
        "wrong key": error_of(lambda: keyed(KEYED_URL, "wrong")),
        "crowded key": error_of(lambda: keyed(OPEN_URL, CROWDED_KEY)),
        "no room": error_of(lambda: keyed(KEYED_URL, KEY)),
    }


def main():
    with client() as service:
        speech = service.audio.speech
        return {
            "created": {name: created(speech, name) for name in FORMATS},
            "streamed": streamed(speech),
            "events": events(speech, SPEECH["input"]),
            "broken events": events(speech, "Broken."),
            "asynchronous": asyncio.run(asynchronous()),
            "models": [model.id for model in service.models.list()],
            "errors": errors(service),
        }


print(json.dumps(main()))
