"""The whole product in a real browser: the demo that `./run demo` starts, played by several people at once."""
