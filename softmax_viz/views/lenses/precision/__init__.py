"""The lens on arithmetic: softmax in four formats, naive beside stable."""
