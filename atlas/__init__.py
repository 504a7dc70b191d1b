"""Places on a map and numbers as charts: pure geometry and counting, drawn by the templates as SVG."""
