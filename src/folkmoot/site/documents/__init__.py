"""Written documents that public bodies publish: drafted, commented on, published for good, signed, and followed by evidence."""
