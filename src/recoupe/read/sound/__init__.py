"""Readers of sound: what can be heard in a clip, as measured."""
