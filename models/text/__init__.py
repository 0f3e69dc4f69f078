"""Urdu text: offsets, words, sentences, match keys, encodings."""
