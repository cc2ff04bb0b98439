"""The running application: the command line, the wiring, the adapters."""
