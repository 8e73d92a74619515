"""Frozen editions: made once as a folder of files, and served to everybody byte for byte."""
