"""Label Studio's tasks, results and labelling config. No format itself."""
