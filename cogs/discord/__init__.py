"""Discord: one module or small package per concern, with the mapping, the views and the errors."""
