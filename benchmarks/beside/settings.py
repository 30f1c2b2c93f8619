"""The product's settings with the bare view of these measurements beside the real addresses."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.beside.urls"
