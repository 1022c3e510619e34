"""The commercial relationships register: which companies public bodies deal with, on what terms, for whose good."""
