"""How static files are stored: under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # ships no types
    """Imports between our modules follow the new names too, so that no page mixes two versions.

    Only ours: a script that comes with a package imports names that only its own tools resolve.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # noqa: SLF001  # Django offers no other way to choose the files
    )
