"""The four charts: one painted widget each, fed by the same snapshot."""
