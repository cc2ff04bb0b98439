"""Measurements, each beside a stated rival in the same run: ratios to compare, absolute figures to report."""
