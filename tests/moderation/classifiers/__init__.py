"""Tests of the classifiers, each through its own door."""
