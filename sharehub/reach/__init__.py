"""From a visit to a figure: classification and roll-up, both recomputable."""
