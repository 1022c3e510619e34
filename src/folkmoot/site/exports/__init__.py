"""Every public record as files in open formats, and records held elsewhere that are kept here."""
