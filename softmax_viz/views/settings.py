"""What is remembered between two starts: window, look, size; never the logits."""

from __future__ import annotations

import os

from PySide6.QtCore import QSettings

OVERRIDE = "SOFTMAX_VIZ_SETTINGS"


def make_settings() -> QSettings:
    """Open the settings, in the file that SOFTMAX_VIZ_SETTINGS names where it is set."""
    path = os.environ.get(OVERRIDE)
    if path:
        return QSettings(path, QSettings.Format.IniFormat)
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "softmax-viz", "softmax-viz"
    )
