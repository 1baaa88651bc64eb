#!/bin/sh
# Makes the built-in prompts and the demo's speech from their texts:
#   server/internal/sound/prompts.json        -> server/internal/sound/prompts/<language>/<id>.wav
#   server/internal/demo/speech/speech.json   -> server/internal/demo/speech/<id>.wav
# The files are committed; run this only after changing a text. It needs
# espeak-ng, sox and jq (apt-get install --no-install-recommends espeak-ng sox jq).
# espeak-ng cannot read kanji, so Japanese is given to it in kana. Open JTalk
# would sound better, but Debian's main archive has no voice for it. What
# espeak-ng speaks is not a work under its licence: the files are this
# project's own.
set -eu
cd "$(dirname "$0")/.."
for tool in espeak-ng sox jq; do
	command -v "$tool" >/dev/null || { echo "make-prompts: $tool is missing (apt-get install --no-install-recommends espeak-ng sox jq)" >&2; exit 1; }
done
raw=$(mktemp --suffix=.wav)
trap 'rm -f "$raw"' EXIT

# say VOICE PITCH SPEED TEXT FILE: speech within the band of a telephone, as
# 8 kHz mu-law without silence at its ends.
say() {
	espeak-ng -v "$1" -p "$2" -s "$3" -w "$raw" -- "$4"
	sox -R "$raw" -t wav -r 8000 -c 1 -e mu-law -b 8 "$5" gain -4 highpass 200 \
		silence 1 0.05 0.5% reverse silence 1 0.05 0.5% reverse pad 0.1 0.2 norm -6
}

sound=server/internal/sound
mkdir -p $sound/prompts/ja $sound/prompts/en
jq -r '.[] | select(.kind != "written") | [.id, .kana, .en] | @tsv' $sound/prompts.json | while IFS="$(printf '\t')" read -r id kana en; do
	say ja+f5 50 165 "$kana" "$sound/prompts/ja/$id.wav"
	say en-us+f5 48 155 "$en" "$sound/prompts/en/$id.wav"
done

speech=server/internal/demo/speech
jq -r '.[] | [.id, .voice, (.pitch | tostring), .say] | @tsv' $speech/speech.json | while IFS="$(printf '\t')" read -r id voice pitch text; do
	say "$voice" "$pitch" 165 "$text" "$speech/$id.wav"
done
