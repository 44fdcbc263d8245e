"""The suite that every architecture must pass, shipped as a pytest plugin.

::

    pytest --pyargs kretcore.conformance --kret-arch NAME

runs it on an installed architecture, and ``kret arch check NAME`` makes a to-do list of it. It needs the architecture's
entry point and one guest image, ``conformance.elf`` beside the plugin's module, made from ``guest/conformance.c`` by
the porter's compiler (``kret arch guest NAME`` writes the source and the command).

In a plugin's own tests the classes of :mod:`kretcore.conformance.suite` may be imported, into a module that sets
``kret_arch``, or subclassed with a class attribute ``arch``. Names of checks (``machine::budget_is_exact``) are
interface.
"""
