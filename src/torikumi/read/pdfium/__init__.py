"""What PDFium tells of a page: its characters and its drawing, as the page is shown."""
