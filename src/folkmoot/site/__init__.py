"""The site: the only part of Folkmoot that knows Django."""
