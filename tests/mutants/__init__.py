"""Wrong ports and wrong cores: ``python tests/mutants/run.py`` proves that the tests reject every one of them."""
