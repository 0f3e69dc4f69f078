"""Articles on paper, in PDF files and on the clipboard."""
