"""How static files are stored: under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # ships no types
    """Imports between our modules follow the new names too, so that no page mixes two versions."""

    support_js_module_import_aggregation = True
