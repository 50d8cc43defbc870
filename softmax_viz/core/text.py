from softmax_viz.text import *  # noqa
from softmax_viz.text import tr, tr_noop, install_translator  # noqa
