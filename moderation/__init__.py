"""Who said what, how it is judged, who looks at it: pure Python without I/O, behind ports."""
