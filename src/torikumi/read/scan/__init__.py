"""Pictures of pages (scans) become cells and lines: straightened, cut along their rules, and recognised."""
