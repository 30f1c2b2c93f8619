"""The demo: an organisation, a portfolio, a workshop that is over and one about to start."""

from bucketing.demo.loading import Demo, load_demo

__all__ = ["Demo", "load_demo"]
