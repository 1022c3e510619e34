"""The words of forms and privacy notices, what they leave out, who understood them; and the glossary."""
