"""An engine of kretcore's own: instructions defined once, interpreted in Python and compiled by LLVM.

A library for architecture plugins. llvmlite is imported when something is first compiled, not before.
"""
