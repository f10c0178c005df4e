"""What notebooks say and show: prose, tables and pictures, in the reader's language."""
