"""The wire: REST v10, Gateway v10 and a CDN over one in-memory world."""
