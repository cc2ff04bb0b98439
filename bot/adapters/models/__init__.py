"""Models on disk: finding, fetching and verifying them. Nothing is fetched unless somebody asks."""
