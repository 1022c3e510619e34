"""The register: every initiative found by words and by what it is, as pages, as an interface for programs and as open data."""
