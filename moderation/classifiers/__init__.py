"""One file per classifier, and CLASSIFIERS: scoring only; third-party libraries are imported here alone, lazily."""
