"""Files as people have them: read with every fault named, written whole or not at all. A leaf that any part may use."""
