"""Topic guides: what is talked about in a group or an interview, and which published findings it explores further."""
