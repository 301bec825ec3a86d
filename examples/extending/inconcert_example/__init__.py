"""Three additions to inconcert, one class in one module each, chosen by the YAML in `conf`."""
