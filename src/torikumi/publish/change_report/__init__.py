"""The list of changes between two editions (変更点一覧) as a workbook, a page and a paper."""
