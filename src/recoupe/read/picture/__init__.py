"""Readers of pictures: what a clip's frames and a still image show, as measured."""
