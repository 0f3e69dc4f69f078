"""The dataset formats, each by itself and all of them alike."""
