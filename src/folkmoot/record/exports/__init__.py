"""A whole record in the open formats of others: one file to each, none of which knows anything but the record it is given."""
