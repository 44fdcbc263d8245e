"""Sphinx configuration. `tox -e docs` builds the pages and runs their examples."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # the mutants are listed

project = "kretcore"
author = "kretcore developers"
copyright = "2026, kretcore developers"

extensions = ["myst_parser", "sphinx.ext.autodoc", "kretdocs"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "kretcore"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_class_signature = "separated"

# Names of the standard library and of pluggy: no other project's index is fetched to build this.
nitpick_ignore_regex = [
    ("py:.*", r"(collections\.abc|os|PluginManager)\b.*"),
    ("py:attr", r"Stop\.fault"),
    ("py:meth", r"Kernel\.\w+"),
]
