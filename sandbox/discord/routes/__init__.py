"""REST by area: each module maps documented routes to verbs, and says nothing more."""
