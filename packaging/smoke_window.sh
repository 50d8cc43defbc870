#!/usr/bin/env bash
# Opens the app in a real window on a screen of its own and closes it as a person would.
#   packaging/smoke_window.sh COMMAND [ARG ...]      needs Xvfb, openbox and xdotool
set -euo pipefail

scratch=$(mktemp -d)
started=()
cleanup() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$scratch"
}
trap cleanup EXIT

wait_for() { # wait_for TENTHS COMMAND ...
  local tenths=$1
  shift
  while ! "$@" >/dev/null 2>&1; do
    ((tenths-- > 0)) || return 1
    sleep 0.1
  done
}
fail() {
  echo "smoke_window: $1" >&2
  exit 1
}

exec 3<>"$scratch/display"
Xvfb -displayfd 3 -screen 0 1280x720x24 -nolisten tcp >"$scratch/xvfb.log" 2>&1 &
started+=($!)
wait_for 100 test -s "$scratch/display" || fail "Xvfb did not start: $(cat "$scratch/xvfb.log")"
DISPLAY=":$(tr -d '\n' <"$scratch/display")"
export DISPLAY QT_QPA_PLATFORM=xcb SOFTMAX_VIZ_SETTINGS="$scratch/settings.ini"
unset WAYLAND_DISPLAY
openbox >"$scratch/openbox.log" 2>&1 &
started+=($!)
# Only a window manager answers this; the app can be on the screen before one is.
wait_for 600 xdotool get_desktop || fail "openbox did not start: $(cat "$scratch/openbox.log")"

"$@" &
app=$!
started+=("$app")
window() { xdotool search --onlyvisible --name Softmax; }
opened_or_ended() { window || ! kill -0 "$app"; }
wait_for 600 opened_or_ended || fail "no window in 60 s"
window >/dev/null || fail "the app ended without a window"
echo "smoke_window: opened '$(xdotool getwindowname "$(window | tail -n 1)")'"

sleep 1
xdotool windowactivate --sync "$(window | tail -n 1)" key alt+F4
ended() { ! kill -0 "$app"; }
wait_for 200 ended || fail "the window did not close in 20 s"
status=0
wait "$app" || status=$?
((status == 0)) || fail "exit status $status"
echo "smoke_window: closed, exit status 0"
